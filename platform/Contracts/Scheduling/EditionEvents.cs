namespace Metropool.Contracts.Scheduling;

/// <summary>The state of an edition.</summary>
public sealed record EditionChanged : IIntegrationEvent
{
    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>What changed.</summary>
    public required EditionChange Change { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The name, such as "Metropool 24".</summary>
    public required string Name { get; init; }

    /// <summary>The status.</summary>
    public required EditionStatus Status { get; init; }

    /// <summary>The days on which intake interviews are held (R13), in Europe/Amsterdam.</summary>
    public required IReadOnlyList<DateOnly> IntakeDays { get; init; }

    /// <summary>The first day, as precisely as it is known (R3).</summary>
    public PartialDate? StartsOn { get; init; }

    /// <summary>The last day, as precisely as it is known (R3).</summary>
    public PartialDate? EndsOn { get; init; }

    /// <summary>The price that the programme states, in euro cents; null if it states none. Intake determines what a participant pays (R9).</summary>
    public long? StatedPriceInCents { get; init; }

    /// <summary>The modules in order (R1).</summary>
    public required IReadOnlyList<EditionModule> Modules { get; init; }

    /// <summary>The education team: who has which role in which period (R5).</summary>
    public required IReadOnlyList<EditionTeamMember> Team { get; init; }

    Guid IIntegrationEvent.AggregateId => EditionId;

    Guid? IIntegrationEvent.DataSubjectId => null;
}

/// <summary>The kinds of change of an edition.</summary>
public enum EditionChange
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Any other change, and a state that is published again.</summary>
    Updated,

    /// <summary>Candidates can apply: name, intake days and panel are known.</summary>
    Opened,

    /// <summary>The programme is final (R4).</summary>
    Released,

    /// <summary>The edition was cancelled.</summary>
    Cancelled,
}

/// <summary>The statuses of an edition.</summary>
public enum EditionStatus
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Imported, and visible to staff only.</summary>
    Draft,

    /// <summary>Candidates can apply; the programme is provisional.</summary>
    Open,

    /// <summary>The programme is final; every further change is announced (R4).</summary>
    Released,

    /// <summary>Cancelled.</summary>
    Cancelled,
}

/// <summary>One module of an edition.</summary>
public sealed record EditionModule
{
    /// <summary>The module.</summary>
    public required Guid ModuleId { get; init; }

    /// <summary>Its place in the order: 1 to 6, and 7 for the final module.</summary>
    public required int Number { get; init; }

    /// <summary>Its title, in Dutch.</summary>
    public required string Title { get; init; }

    /// <summary>What kind of module it is.</summary>
    public required ModuleKind Kind { get; init; }
}

/// <summary>What kind of module it is.</summary>
public enum ModuleKind
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Taught on module days.</summary>
    Taught,

    /// <summary>The internship (module 5).</summary>
    Internship,

    /// <summary>The final module.</summary>
    Final,
}

/// <summary>A role that a person has in the education team of an edition.</summary>
public sealed record EditionTeamMember
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The role.</summary>
    public required TeamRole Role { get; init; }

    /// <summary>True if the person stands in for the holder of the role (waarnemend).</summary>
    public required bool Deputy { get; init; }

    /// <summary>The first day, in Europe/Amsterdam.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day, in Europe/Amsterdam; null if no end is set.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Whether the person has the role on a day.</summary>
    public bool IsActiveOn(DateOnly day) => day >= From && (Until is null || day <= Until);
}

/// <summary>The roles in an education team (R45).</summary>
public enum TeamRole
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Dean (decaan): final responsibility.</summary>
    Dean,

    /// <summary>Programme manager (opleidingsmanager): first contact.</summary>
    ProgrammeManager,

    /// <summary>Project manager (projectmanager): practical and logistic matters.</summary>
    ProjectManager,

    /// <summary>Trainer: the personal learning line.</summary>
    Trainer,
}
