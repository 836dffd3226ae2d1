using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Interviews;

internal static class ListInterviews
{
    public static async Task<Results<Ok<IReadOnlyList<InterviewDetail>>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken) =>
        (await db.ReadAsync(id, Text.InterviewNotes, Texts.None, caller, clock, cancellationToken)).IsRefused(out var refusal, out var read)
            ? refusal.ToProblem()
            : TypedResults.Ok<IReadOnlyList<InterviewDetail>>(
                [.. read.File.Interviews.OrderBy(interview => interview.StartsAt).Select(interview => InterviewDetail.Of(interview, read.File))]);
}
