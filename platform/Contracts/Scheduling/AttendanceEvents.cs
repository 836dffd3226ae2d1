namespace Metropool.Contracts.Scheduling;

/// <summary>Whether a participant meets the attendance obligation (R18 to R21). It holds no reason of an absence.</summary>
public sealed record AttendanceChanged : IIntegrationEvent
{
    /// <summary>The participation.</summary>
    public required Guid ParticipationId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The status.</summary>
    public required AttendanceStatus Status { get; init; }

    /// <summary>Whether module 1 was attended in full (R20); null until its last day has passed.</summary>
    public bool? ModuleOneAttended { get; init; }

    /// <summary>The numbers of the modules that have ended and whose attendance isn't fully recorded for this participant yet, ascending.</summary>
    public required IReadOnlyList<int> ModulesAwaitingRecord { get; init; }

    /// <summary>
    /// The numbers of the modules that the status takes into account, ascending: those that had ended, and those that were attended in an earlier edition
    /// (R16) and need not be attended again.
    /// </summary>
    public required IReadOnlyList<int> EvaluatedModules { get; init; }

    Guid IIntegrationEvent.AggregateId => ParticipationId;

    // It names the participation and no person.
    Guid? IIntegrationEvent.DataSubjectId => null;
}

/// <summary>The statuses of a participant's attendance obligation (R18 to R21).</summary>
public enum AttendanceStatus
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>All modules have ended and are recorded, and each was attended.</summary>
    Met,

    /// <summary>An absence isn't compensated yet, or waits for a decision.</summary>
    AtRisk,

    /// <summary>The obligation can no longer be met (R20, R21).</summary>
    Failed,

    /// <summary>All modules have ended and are recorded, and every absence was compensated (R21).</summary>
    Compensated,

    /// <summary>No uncompensated absence, but modules haven't ended or aren't recorded yet.</summary>
    InProgress,
}

/// <summary>
/// The last day of a taught or final module has passed, so that its logbook chapter is due (R35). The internship is completed per participant.
/// </summary>
public sealed record ModuleCompleted : IIntegrationEvent
{
    /// <summary>The module.</summary>
    public required Guid ModuleId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>Its place in the order: 1 to 6, and 7 for the final module.</summary>
    public required int Number { get; init; }

    /// <summary>Its title, in Dutch.</summary>
    public required string Title { get; init; }

    /// <summary>Its last day, in Europe/Amsterdam.</summary>
    public required DateOnly CompletedOn { get; init; }

    Guid IIntegrationEvent.AggregateId => ModuleId;

    Guid? IIntegrationEvent.DataSubjectId => null;
}
