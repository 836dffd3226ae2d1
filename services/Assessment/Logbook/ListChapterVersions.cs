using Metropool.Assessment.Assessments;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Logbook;

internal static class ListChapterVersions
{
    private static readonly Keyset<ChapterVersion> Order = Keyset.Ascending((ChapterVersion version) => version.Number);

    public static async Task<Results<Ok<Page<ChapterVersionDetail>>, ProblemHttpResult>> HandleAsync(
        Guid id,
        int moduleNumber,
        [AsParameters] Paging paging,
        Caller caller,
        AssessmentDbContext db,
        AssessmentStore store,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if ((await db.ReadAsync(id, Text.Logbook, Texts.None, caller, clock, cancellationToken)).IsRefused(out var refusal, out var read))
        {
            return refusal.ToProblem();
        }

        if (!read.Relations.HasFlag(Relations.Participant))
        {
            return Refusals.NotTheParticipant.ToProblem();
        }

        if ((await store.ProgressOfAsync(read.File, cancellationToken)).ModuleOf(moduleNumber) is null)
        {
            return Refusals.ChapterUnknown.ToProblem();
        }

        var versions = db.Set<ChapterVersion>().AsNoTracking().Where(version => version.FileId == id && version.ModuleNumber == moduleNumber);
        return TypedResults.Ok((await versions.ToPageAsync(paging, Order, cancellationToken)).Select(ChapterVersionDetail.Of));
    }
}
