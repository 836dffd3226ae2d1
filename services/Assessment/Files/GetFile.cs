using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Files;

internal static class GetFile
{
    public static async Task<Results<Ok<FileView>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken) =>
        (await db.Files.OpenAsync(db, id, Text.Overview, caller, clock, cancellationToken)).IsRefused(out var refusal, out var opened)
            ? refusal.ToProblem()
            : TypedResults.Ok(FileView.Of(opened.File, opened.Edition));
}
