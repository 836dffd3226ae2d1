using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Assessments;

internal static class GetAssessment
{
    public static async Task<Results<Ok<AssessmentSummary>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken) =>
        (await db.ReadAsync(id, Text.Overview, Texts.None, caller, clock, cancellationToken)).IsRefused(out var refusal, out var read)
            ? refusal.ToProblem()
            : TypedResults.Ok(AssessmentSummary.Of(read.File, read.Edition));
}
