namespace Metropool.Contracts.Scheduling;

/// <summary>The state of an interview in the calendar. That it was held is a fact of Intake or Assessment.</summary>
public record InterviewChanged : IIntegrationEvent
{
    /// <summary>The interview.</summary>
    public required Guid InterviewId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The edition that it belongs to.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>What kind of interview it is.</summary>
    public required InterviewKind Kind { get; init; }

    /// <summary>The application that an intake interview is about.</summary>
    public Guid? ApplicationId { get; init; }

    /// <summary>The participation that a development or final interview is about.</summary>
    public Guid? ParticipationId { get; init; }

    /// <summary>The candidate or participant.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The start, UTC.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The end, UTC.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Who holds it: for each part one person (R11, R36, R37).</summary>
    public required IReadOnlyList<PanelMember> Panel { get; init; }

    /// <summary>Where it stands in the calendar.</summary>
    public required InterviewStatus Status { get; init; }

    Guid IIntegrationEvent.AggregateId => InterviewId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>An interview was booked.</summary>
public sealed record InterviewBooked : InterviewChanged;

/// <summary>An interview was moved to another time or panel.</summary>
public sealed record InterviewMoved : InterviewChanged;

/// <summary>An interview was cancelled.</summary>
public sealed record InterviewCancelled : InterviewChanged;

/// <summary>Somebody did not come.</summary>
public sealed record InterviewMissed : InterviewChanged;

/// <summary>The interviews of the programme.</summary>
public enum InterviewKind
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Before admission, by dean and programme manager (R10, R11).</summary>
    Intake,

    /// <summary>One of the two development interviews, by dean and a trainer (R36).</summary>
    Development,

    /// <summary>The final interview, by dean and programme manager (R37).</summary>
    Final,
}

/// <summary>Where an interview stands in the calendar.</summary>
public enum InterviewStatus
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>In the calendar.</summary>
    Booked,

    /// <summary>Taken out of the calendar.</summary>
    Cancelled,

    /// <summary>Somebody did not come.</summary>
    Missed,

    /// <summary>It took place.</summary>
    Held,
}

/// <summary>A member of an interview's panel.</summary>
public sealed record PanelMember
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The name as it is shown.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The part in which they sit there.</summary>
    public required TeamPart Part { get; init; }

    /// <summary>True where they stand in for who holds the part.</summary>
    public required bool Deputy { get; init; }
}
