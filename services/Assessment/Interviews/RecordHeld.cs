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
        Guid id, Guid interviewId, RecordHeldRequest request, Caller caller, FileCabinet cabinet, ProgrammeClock clock, ILogger<HeldInterview> logger, CancellationToken cancellationToken)
    {
        if (await cabinet.TakeAsync(id, caller, Texts.All, cancellationToken) is not { } file)
        {
            return Refusals.FileUnknown.ToProblem();
        }

        var edition = await cabinet.ProgressOfAsync(file, cancellationToken);
        if (file.IsSeatLost(interviewId, caller.PersonId!.Value, edition.Edition, clock.Today))
        {
            return Refusals.RoleEnded.ToProblem();
        }

        if (file.RecordHeld(interviewId, caller.PersonId!.Value, request.Feedback, edition, clock.GetUtcNow()).IsRefused(out var refusal, out var held))
        {
            return refusal.ToProblem();
        }

        await cabinet.PutBackAsync(file, held, edition, cancellationToken);
        logger.LogInformation("Interview {InterviewId} of assessment {AssessmentId} is recorded as held by {PersonId}.", interviewId, id, caller.PersonId);
        return TypedResults.Ok(InterviewView.Of(file.Interviews.Single(interview => interview.Id == interviewId), file));
    }
}
