using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Logbook;

internal static class ReadChapterVersions
{
    public static async Task<Results<Ok<IReadOnlyList<ChapterText>>, ProblemHttpResult>> HandleAsync(
        Guid id, int moduleNumber, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if ((await db.Files.WithTexts(Texts.All).OpenAsync(db, id, Text.Logbook, caller, clock, cancellationToken)).IsRefused(out var refusal, out var opened))
        {
            return refusal.ToProblem();
        }

        if (!opened.Relations.HasFlag(Relations.Participant))
        {
            return Refusals.NotTheWriter.ToProblem();
        }

        var versions = opened.File.Chapters.Where(chapter => chapter.ModuleNumber == moduleNumber).SelectMany(chapter => chapter.Versions);
        return TypedResults.Ok<IReadOnlyList<ChapterText>>([.. versions.OrderBy(version => version.Number).Select(ChapterText.Of)]);
    }
}
