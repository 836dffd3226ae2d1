using System.ComponentModel.DataAnnotations;
using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Interviews;

/// <summary>The record of an interview that was held.</summary>
/// <param name="Feedback">The caller's feedback; it can also be given later.</param>
internal sealed record RecordHeldRequest([property: MaxLength(TextLimits.Long), Multiline] string? Feedback = null);

internal static class RecordHeld
{
    public static async Task<Results<Ok<InterviewSummary>, ProblemHttpResult>> HandleAsync(
        Guid id,
        Guid interviewId,
        RecordHeldRequest request,
        Caller caller,
        AssessmentStore store,
        ProgrammeClock clock,
        ILogger<HeldInterview> logger,
        CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.All,
            (file, edition) => file.IsSeatLost(interviewId, caller.PersonId!.Value, edition.Edition, clock.Today)
                ? Refusals.RoleEnded
                : file.RecordHeld(interviewId, caller.PersonId!.Value, request.Feedback, edition, clock.GetUtcNow()),
            cancellationToken);
        if (outcome.IsRefused(out var refusal, out var changed))
        {
            return refusal.ToProblem();
        }

        logger.LogInformation("Interview {InterviewId} of assessment {AssessmentId} was recorded as held by {PersonId}.", interviewId, id, caller.PersonId);
        return TypedResults.Ok(InterviewSummary.Of(changed.File.Interviews.Single(interview => interview.Id == interviewId), changed.File));
    }
}
