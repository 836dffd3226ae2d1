using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Pages;

internal static class GetPage
{
    public delegate Task<Results<Ok<PageDetail>, ProblemHttpResult>> Handler(
        Guid id, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken);

    public static Handler HandlerOf(PageKind kind) => async (id, caller, db, clock, cancellationToken) =>
        (await db.ReadAsync(id, TextOf(kind), Texts.Current, caller, clock, cancellationToken)).IsRefused(out var refusal, out var read)
            ? refusal.ToProblem()
            : TypedResults.Ok(PageDetail.Of(read.File.Pages.SingleOrDefault(page => page.Kind == kind)));

    public static Text TextOf(PageKind kind) => kind switch
    {
        PageKind.LearningPlan => Text.LearningPlan,
        PageKind.Challenge => Text.Challenge,
        PageKind.Php => Text.Php,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
