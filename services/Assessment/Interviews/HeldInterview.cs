using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Interviews;

/// <summary>An interview that was held: with whom, what it had as input, and what each of the panel said. There is no grade and no decision (R38).</summary>
internal sealed class HeldInterview
{
    public required Guid InterviewId { get; init; }

    public required Guid FileId { get; init; }

    public required InterviewKind Kind { get; init; }

    /// <summary>The edition in which it was held.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required Guid RecordedBy { get; init; }

    /// <summary>Who held it, as it was booked then; a deputy is named as such (R5).</summary>
    public required List<HeldSeat> Panel { get; init; }

    /// <summary>The logbook as it then stood: the versions of its chapters (R36).</summary>
    public required List<ChapterInput> Logbook { get; init; }

    /// <summary>The version of the PHP that the final interview started from (R37).</summary>
    public int? PhpVersion { get; init; }

    /// <summary>Whose feedback is still to come. A development interview needs none: a trainer may have no account (R45).</summary>
    public IEnumerable<HeldSeat> AwaitingFeedback => Kind == InterviewKind.Final
        ? Panel.Where(seat => seat is { Part: TeamPart.Dean or TeamPart.ProgrammeManager, Feedback: null })
        : [];

    /// <summary>Since when it counts for the certificate: when it was recorded, and of the final interview both have given their feedback (R38); null until then.</summary>
    public DateTimeOffset? CountsSince => AwaitingFeedback.Any()
        ? null
        : Kind == InterviewKind.Final ? Panel.Where(seat => seat.Part is TeamPart.Dean or TeamPart.ProgrammeManager).Max(seat => seat.FeedbackAt) : RecordedAt;
}

/// <summary>A seat in the panel of an interview that was held, and what was said from it.</summary>
internal sealed class HeldSeat
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamPart Part { get; init; }

    public required bool Deputy { get; init; }

    public string? Feedback { get; private set; }

    public DateTimeOffset? FeedbackAt { get; private set; }

    public void Give(string feedback, DateTimeOffset now) => (Feedback, FeedbackAt) = (feedback, now);
}

/// <summary>A version of a logbook chapter that an interview had as input.</summary>
internal sealed record ChapterInput(int ModuleNumber, int Version);
