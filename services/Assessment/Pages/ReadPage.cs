using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Pages;

internal static class ReadPage
{
    public delegate Task<Results<Ok<PageView>, ProblemHttpResult>> Handler(Guid id, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken);

    public static Handler HandlerOf(PageKind kind) => async (id, caller, db, clock, cancellationToken) =>
        (await db.Files.WithTexts(Texts.Current).OpenAsync(db, id, TextOf(kind), caller, clock, cancellationToken)).IsRefused(out var refusal, out var opened)
            ? refusal.ToProblem()
            : TypedResults.Ok(PageView.Of(opened.File.Pages.SingleOrDefault(page => page.Kind == kind)));

    public static Text TextOf(PageKind kind) => kind switch
    {
        PageKind.LearningPlan => Text.LearningPlan,
        PageKind.Challenge => Text.Challenge,
        PageKind.Php => Text.Php,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
