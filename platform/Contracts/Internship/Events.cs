namespace Metropool.Contracts.Internship;

/// <summary>The state of a participant's internship (module 5). Motivation, learning goals and the report itself never leave the service.</summary>
public record InternshipChanged : IIntegrationEvent
{
    /// <summary>The internship file; one for each participation.</summary>
    public required Guid InternshipId { get; init; }

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

    /// <summary>Where the internship stands.</summary>
    public required InternshipStatus Status { get; init; }

    /// <summary>Logged time at the host organisation, in minutes (R25).</summary>
    public required int LoggedMinutes { get; init; }

    /// <summary>When the report was handed in, UTC (R30); null until then.</summary>
    public DateTimeOffset? ReportSubmittedAt { get; init; }

    /// <summary>When the participant presented to the others, UTC (R32); null until then.</summary>
    public DateTimeOffset? PresentedAt { get; init; }

    /// <summary>When the internship was completed, UTC; null until then.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    Guid IIntegrationEvent.AggregateId => InternshipId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>The dean approved a placement: it may start (R28).</summary>
public sealed record InternshipApproved : InternshipChanged;

/// <summary>Hours and weeks are done and the report is in (R25, R30). Assessment learns of it by this event alone (R31).</summary>
public sealed record InternshipCompleted : InternshipChanged;

/// <summary>Where an internship stands.</summary>
public enum InternshipStatus
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Nothing proposed yet.</summary>
    Open,

    /// <summary>A placement awaits the dean.</summary>
    Proposed,

    /// <summary>A placement is approved.</summary>
    Approved,

    /// <summary>Hours are being logged.</summary>
    Started,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>The participation ended before it was done.</summary>
    Ended,
}
