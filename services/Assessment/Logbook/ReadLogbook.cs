using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Logbook;

internal static class ReadLogbook
{
    public static async Task<Results<Ok<LogbookView>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, AssessmentDbContext db, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken) =>
        (await db.Files.WithTexts(Texts.Current).OpenAsync(db, id, Text.Logbook, caller, clock, cancellationToken)).IsRefused(out var refusal, out var opened)
            ? refusal.ToProblem()
            : TypedResults.Ok(LogbookView.Of(opened.File, await store.ProgressOfAsync(opened.File, cancellationToken)));
}
