using System.ComponentModel.DataAnnotations;
using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Interviews;

/// <summary>Feedback, which the participant reads. There is no grade and no decision (R38).</summary>
/// <param name="Feedback">The feedback.</param>
internal sealed record GiveFeedbackRequest([property: MaxLength(TextLimits.Long), Multiline] string? Feedback);

internal static class GiveFeedback
{
    public static async Task<Results<Ok<InterviewView>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid interviewId, GiveFeedbackRequest request, Caller caller, FileCabinet cabinet, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await cabinet.TakeAsync(id, caller, Texts.None, cancellationToken) is not { } file)
        {
            return Refusals.FileUnknown.ToProblem();
        }

        var edition = await cabinet.ProgressOfAsync(file, cancellationToken);
        if (file.IsSeatLost(interviewId, caller.PersonId!.Value, edition.Edition, clock.Today))
        {
            return Refusals.RoleEnded.ToProblem();
        }

        if (file.GiveFeedback(interviewId, caller.PersonId!.Value, request.Feedback, clock.GetUtcNow()).IsRefused(out var refusal, out _))
        {
            return refusal.ToProblem();
        }

        await cabinet.PutBackAsync(file, null, edition, cancellationToken);
        return TypedResults.Ok(InterviewView.Of(file.Interviews.Single(interview => interview.Id == interviewId), file));
    }
}
