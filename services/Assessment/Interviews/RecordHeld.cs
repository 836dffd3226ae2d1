using System.ComponentModel.DataAnnotations;
using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Interviews;

/// <summary>What is recorded of an interview.</summary>
/// <param name="Feedback">The feedback of who records it; it can follow later.</param>
internal sealed record RecordHeldRequest([property: MaxLength(TextLimits.Long), Multiline] string? Feedback = null);

internal static class RecordHeld
{
    public static async Task<Results<Ok<InterviewView>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid interviewId, RecordHeldRequest request, Caller caller, AssessmentStore store, ProgrammeClock clock, ILogger<HeldInterview> logger, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.All,
            (file, edition) =>
            {
                if (file.IsSeatLost(interviewId, caller.PersonId!.Value, edition.Edition, clock.Today))
                {
                    return Refusals.RoleEnded;
                }

                return file.RecordHeld(interviewId, caller.PersonId!.Value, request.Feedback, edition, clock.GetUtcNow()).IsRefused(out var refused, out var held)
                    ? refused
                    : new Change(held);
            },
            cancellationToken);
        if (outcome.IsRefused(out var refusal, out var changed))
        {
            return refusal.ToProblem();
        }

        logger.LogInformation("Interview {InterviewId} of assessment {AssessmentId} is recorded as held by {PersonId}.", interviewId, id, caller.PersonId);
        return TypedResults.Ok(InterviewView.Of(changed.File.Interviews.Single(interview => interview.Id == interviewId), changed.File));
    }
}
