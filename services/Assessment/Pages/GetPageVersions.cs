using Metropool.Assessment.Assessments;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Pages;

internal static class GetPageVersions
{
    private static readonly Keyset<PageVersion> Order = Keyset.Ascending((PageVersion version) => version.Number);

    public delegate Task<Results<Ok<Page<PageVersionDetail>>, ProblemHttpResult>> Handler(
        Guid id, Paging paging, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken);

    public static Handler HandlerOf(PageKind kind) => async (
        Guid id, [AsParameters] Paging paging, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken) =>
    {
        if ((await db.ReadAsync(id, GetPage.TextOf(kind), Texts.None, caller, clock, cancellationToken)).IsRefused(out var refusal, out var read))
        {
            return refusal.ToProblem();
        }

        if (!read.Relations.HasFlag(Relations.Participant))
        {
            return Refusals.NotTheParticipant.ToProblem();
        }

        var versions = db.Set<PageVersion>().AsNoTracking().Where(version => version.FileId == id && version.Kind == kind);
        return TypedResults.Ok((await versions.ToPageAsync(paging, Order, cancellationToken)).Select(PageVersionDetail.Of));
    };
}
