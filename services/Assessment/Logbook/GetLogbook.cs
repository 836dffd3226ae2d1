using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Logbook;

internal static class GetLogbook
{
    public static async Task<Results<Ok<LogbookDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, AssessmentDbContext db, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken) =>
        (await db.ReadAsync(id, Text.Logbook, Texts.Current, caller, clock, cancellationToken)).IsRefused(out var refusal, out var read)
            ? refusal.ToProblem()
            : TypedResults.Ok(LogbookDetail.Of(read.File, await store.ProgressOfAsync(read.File, cancellationToken)));
}
