using Metropool.Assessment.Files;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Interviews;

/// <summary>An interview and what was said in it.</summary>
/// <param name="Interview">When, with whom, and whether it was held.</param>
/// <param name="Logbook">The versions of the logbook's chapters that it had as input.</param>
/// <param name="PhpVersion">The version of the PHP that the final interview started from.</param>
/// <param name="Feedback">What each of the panel said.</param>
internal sealed record InterviewNotes(InterviewView Interview, IReadOnlyList<ChapterInput> Logbook, int? PhpVersion, IReadOnlyList<FeedbackView> Feedback)
{
    public static InterviewNotes Of(Interview interview, AssessmentFile file)
    {
        var held = file.Held.FirstOrDefault(h => h.InterviewId == interview.Id);
        return new(
            InterviewView.Of(interview, file),
            held?.Logbook ?? [],
            held?.PhpVersion,
            [.. held?.Panel.Where(seat => seat.Feedback is not null).Select(seat => new FeedbackView(seat.DisplayName, seat.Part, seat.Deputy, seat.Feedback!, seat.FeedbackAt!.Value)) ?? []]);
    }
}

/// <summary>What one of the panel said.</summary>
/// <param name="DisplayName">The name as it is shown.</param>
/// <param name="Part">The part in which they sat there.</param>
/// <param name="Deputy">Whether they stood in for who holds the part.</param>
/// <param name="Text">The feedback.</param>
/// <param name="GivenAt">When it was given, UTC.</param>
internal sealed record FeedbackView(string DisplayName, TeamPart Part, bool Deputy, string Text, DateTimeOffset GivenAt);

internal static class ReadInterviews
{
    public static async Task<Results<Ok<IReadOnlyList<InterviewNotes>>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken) =>
        (await db.Files.OpenAsync(db, id, Text.InterviewNotes, caller, clock, cancellationToken)).IsRefused(out var refusal, out var opened)
            ? refusal.ToProblem()
            : TypedResults.Ok<IReadOnlyList<InterviewNotes>>([.. opened.File.Interviews.OrderBy(interview => interview.StartsAt).Select(interview => InterviewNotes.Of(interview, opened.File))]);
}
