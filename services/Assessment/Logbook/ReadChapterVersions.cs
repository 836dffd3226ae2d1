using Metropool.Assessment.Files;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Logbook;

internal static class ReadChapterVersions
{
    private static readonly Keyset<ChapterVersion> Order = Keyset.Ascending((ChapterVersion version) => version.Number);

    public static async Task<Results<Ok<Page<ChapterText>>, ProblemHttpResult>> HandleAsync(
        Guid id, int moduleNumber, [AsParameters] Paging paging, Caller caller, AssessmentDbContext db, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if ((await db.Files.OpenAsync(db, id, Text.Logbook, caller, clock, cancellationToken)).IsRefused(out var refusal, out var opened))
        {
            return refusal.ToProblem();
        }

        if (!opened.Relations.HasFlag(Relations.Participant))
        {
            return Refusals.NotTheWriter.ToProblem();
        }

        if ((await store.ProgressOfAsync(opened.File, cancellationToken)).ModuleOf(moduleNumber) is null)
        {
            return Refusals.NoSuchChapter.ToProblem();
        }

        var versions = db.Set<ChapterVersion>().AsNoTracking().Where(version => version.FileId == id && version.ModuleNumber == moduleNumber);
        return TypedResults.Ok((await versions.ToPageAsync(paging, Order, cancellationToken)).Select(ChapterText.Of));
    }
}
