namespace Metropool.Contracts.Internship;

/// <summary>The state of a participant's internship (module 5). Motivation, learning goals and the report itself never leave the service.</summary>
public sealed record InternshipChanged : IIntegrationEvent
{
    /// <summary>The internship file; one for each participation.</summary>
    public required Guid InternshipId { get; init; }

    /// <summary>What changed.</summary>
    public required InternshipChange Change { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The participation.</summary>
    public required Guid ParticipationId { get; init; }

    /// <summary>The participant.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The status.</summary>
    public required InternshipStatus Status { get; init; }

    /// <summary>Logged time at the host organisation, in minutes (R25).</summary>
    public required int LoggedMinutes { get; init; }

    /// <summary>When the report was submitted, UTC (R30); null until then.</summary>
    public DateTimeOffset? ReportSubmittedAt { get; init; }

    /// <summary>When the participant presented the internship to the group, UTC (R32); null until then.</summary>
    public DateTimeOffset? PresentedAt { get; init; }

    /// <summary>When the internship was completed, UTC; null until then.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    Guid IIntegrationEvent.AggregateId => InternshipId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>The kinds of change of an internship.</summary>
public enum InternshipChange
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Any other change, and a state that is published again.</summary>
    Updated,

    /// <summary>The dean approved a placement, so that the internship can start (R28).</summary>
    Approved,

    /// <summary>The required hours and weeks were reached and the report was submitted (R25, R30, R31).</summary>
    Completed,
}

/// <summary>The statuses of an internship.</summary>
public enum InternshipStatus
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>No placement was proposed yet.</summary>
    Open,

    /// <summary>A placement waits for the dean's approval.</summary>
    Proposed,

    /// <summary>A placement is approved.</summary>
    Approved,

    /// <summary>Hours are being logged.</summary>
    Started,

    /// <summary>Completed.</summary>
    Completed,

    /// <summary>The participation ended before the internship was completed.</summary>
    Ended,
}
