using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Pages;

internal static class ReadPageVersions
{
    public delegate Task<Results<Ok<IReadOnlyList<PageText>>, ProblemHttpResult>> Handler(Guid id, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken);

    public static Handler HandlerOf(PageKind kind) => async (id, caller, db, clock, cancellationToken) =>
    {
        if ((await db.Files.WithTexts(Texts.All).OpenAsync(db, id, ReadPage.TextOf(kind), caller, clock, cancellationToken)).IsRefused(out var refusal, out var opened))
        {
            return refusal.ToProblem();
        }

        if (!opened.Relations.HasFlag(Relations.Participant))
        {
            return Refusals.NotTheWriter.ToProblem();
        }

        var versions = opened.File.Pages.Where(page => page.Kind == kind).SelectMany(page => page.Versions);
        return TypedResults.Ok<IReadOnlyList<PageText>>([.. versions.OrderBy(version => version.Number).Select(PageText.Of)]);
    };
}
