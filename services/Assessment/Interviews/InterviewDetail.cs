using Metropool.Assessment.Assessments;
using Metropool.Assessment.Replicas;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Interviews;

/// <summary>An interview with its input and the feedback.</summary>
/// <param name="Interview">The time, the panel and the status.</param>
/// <param name="Logbook">The versions of the logbook chapters that were its input.</param>
/// <param name="PhpVersion">The version of the PHP that was the input of the final interview.</param>
/// <param name="Feedback">The feedback of the panel members.</param>
internal sealed record InterviewDetail(InterviewSummary Interview, IReadOnlyList<ChapterInput> Logbook, int? PhpVersion, IReadOnlyList<FeedbackDetail> Feedback)
{
    public static InterviewDetail Of(Interview interview, AssessmentFile file)
    {
        var held = file.Held.FirstOrDefault(h => h.InterviewId == interview.Id);
        return new(
            InterviewSummary.Of(interview, file),
            held?.Logbook ?? [],
            held?.PhpVersion,
            [.. held?.Panel.Where(seat => seat.Feedback is not null).Select(FeedbackDetail.Of) ?? []]);
    }
}

/// <summary>The feedback of a panel member.</summary>
/// <param name="DisplayName">The display name.</param>
/// <param name="Role">The role on the panel.</param>
/// <param name="Deputy">Whether the panel member was a deputy.</param>
/// <param name="Text">The feedback.</param>
/// <param name="GivenAt">When it was given, UTC.</param>
internal sealed record FeedbackDetail(string DisplayName, TeamRole Role, bool Deputy, string Text, DateTimeOffset GivenAt)
{
    public static FeedbackDetail Of(HeldSeat seat) => new(seat.DisplayName, seat.Role, seat.Deputy, seat.Feedback!, seat.FeedbackAt!.Value);
}
