using Metropool.Assessment.Files;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Pages;

internal static class ReadPageVersions
{
    private static readonly Keyset<PageVersion> Order = Keyset.Ascending((PageVersion version) => version.Number);

    public delegate Task<Results<Ok<Page<PageText>>, ProblemHttpResult>> Handler(
        Guid id, Paging paging, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken);

    public static Handler HandlerOf(PageKind kind) => async (Guid id, [AsParameters] Paging paging, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken) =>
    {
        if ((await db.Files.OpenAsync(db, id, ReadPage.TextOf(kind), caller, clock, cancellationToken)).IsRefused(out var refusal, out var opened))
        {
            return refusal.ToProblem();
        }

        if (!opened.Relations.HasFlag(Relations.Participant))
        {
            return Refusals.NotTheWriter.ToProblem();
        }

        var versions = db.Set<PageVersion>().AsNoTracking().Where(version => version.FileId == id && version.Kind == kind);
        return TypedResults.Ok((await versions.ToPageAsync(paging, Order, cancellationToken)).Select(PageText.Of));
    };
}
