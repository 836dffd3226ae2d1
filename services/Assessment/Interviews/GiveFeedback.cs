using System.ComponentModel.DataAnnotations;
using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Interviews;

/// <summary>Feedback on an interview. There is no grade and no decision (R38).</summary>
/// <param name="Feedback">The feedback. The participant can read it.</param>
internal sealed record GiveFeedbackRequest([property: MaxLength(TextLimits.Long), Multiline] string? Feedback);

internal static class GiveFeedback
{
    public static async Task<Results<Ok<InterviewSummary>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid interviewId, GiveFeedbackRequest request, Caller caller, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.None,
            (file, edition) => file.IsSeatLost(interviewId, caller.PersonId!.Value, edition.Edition, clock.Today)
                ? Refusals.RoleEnded
                : file.GiveFeedback(interviewId, caller.PersonId!.Value, request.Feedback, clock.GetUtcNow()),
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var changed)
            ? refusal.ToProblem()
            : TypedResults.Ok(InterviewSummary.Of(changed.File.Interviews.Single(interview => interview.Id == interviewId), changed.File));
    }
}
