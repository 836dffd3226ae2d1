namespace Metropool.Contracts.Scheduling;

/// <summary>The state of an interview in the calendar. Intake and Assessment own the fact that it was held.</summary>
public sealed record InterviewChanged : IIntegrationEvent
{
    /// <summary>The interview.</summary>
    public required Guid InterviewId { get; init; }

    /// <summary>What changed.</summary>
    public required InterviewChange Change { get; init; }

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

    /// <summary>The panel: one person for each role (R11, R36, R37).</summary>
    public required IReadOnlyList<PanelMember> Panel { get; init; }

    /// <summary>The status.</summary>
    public required InterviewStatus Status { get; init; }

    Guid IIntegrationEvent.AggregateId => InterviewId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>The kinds of change of an interview.</summary>
public enum InterviewChange
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Any other change, and a state that is published again.</summary>
    Updated,

    /// <summary>The interview was booked.</summary>
    Booked,

    /// <summary>The interview was moved to another time or panel.</summary>
    Moved,

    /// <summary>The interview was cancelled.</summary>
    Cancelled,

    /// <summary>The candidate, the participant or a panel member did not come.</summary>
    Missed,

    /// <summary>The interview was held.</summary>
    Held,
}

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

/// <summary>The statuses of an interview.</summary>
public enum InterviewStatus
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>In the calendar.</summary>
    Booked,

    /// <summary>Cancelled.</summary>
    Cancelled,

    /// <summary>The candidate, the participant or a panel member did not come.</summary>
    Missed,

    /// <summary>It took place.</summary>
    Held,
}

/// <summary>A member of an interview's panel.</summary>
public sealed record PanelMember
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The role in which they are on the panel.</summary>
    public required TeamRole Role { get; init; }

    /// <summary>True if they stand in for the holder of the role.</summary>
    public required bool Deputy { get; init; }
}
