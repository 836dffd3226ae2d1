namespace Metropool.Contracts.Scheduling;

/// <summary>How a participant stands with the attendance obligation (R18 to R21). No reason of an absence is in it.</summary>
public sealed record AttendanceStandingChanged : IIntegrationEvent
{
    /// <summary>The participation.</summary>
    public required Guid ParticipationId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The standing.</summary>
    public required AttendanceStanding Standing { get; init; }

    /// <summary>Whether module 1 was attended whole (R20); null until its last day is over.</summary>
    public bool? ModuleOneAttended { get; init; }

    /// <summary>
    /// The numbers of the modules whose last day is over while it isn't recorded whole whether this participant was there, rising.
    /// Not recorded is not absent, but nobody can be said to have attended either.
    /// </summary>
    public IReadOnlyList<int> ModulesAwaitingRecord { get; init; } = [];

    /// <summary>
    /// The numbers of the modules that the standing judges, rising: those whose last day was over at the judgement, and those that were met in an
    /// earlier edition (R16), of which nothing is asked again. Null in a state of before this was published.
    /// </summary>
    public IReadOnlyList<int>? JudgedModules { get; init; }

    Guid IIntegrationEvent.AggregateId => ParticipationId;

    // It names the participation and no person.
    Guid? IIntegrationEvent.DataSubjectId => null;
}

/// <summary>How a participant stands with the attendance obligation.</summary>
public enum AttendanceStanding
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>All modules are over and recorded, and each was attended.</summary>
    Met,

    /// <summary>Something missed that is not made good yet, or that awaits a decision.</summary>
    AtRisk,

    /// <summary>The obligation can no longer be met (R20, R21).</summary>
    Broken,

    /// <summary>All modules are over and recorded, and what was missed has been made good (R21).</summary>
    MadeGood,

    /// <summary>Nothing missed that isn't made good, but modules are still to come or await recording.</summary>
    NotYet,
}

/// <summary>The last day of a taught or final module is over: its logbook chapter is due (R35). The internship is completed per participant instead.</summary>
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
