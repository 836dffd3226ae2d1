namespace Metropool.Contracts.Scheduling;

/// <summary>The state of an edition. Published under the name of what happened; this base is what a consumer subscribes to that wants every state.</summary>
public record EditionChanged : IIntegrationEvent
{
    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The name, such as "Metropool 24".</summary>
    public required string Name { get; init; }

    /// <summary>Where the edition stands.</summary>
    public required EditionStatus Status { get; init; }

    /// <summary>The days on which intake interviews are held (R13), in Europe/Amsterdam.</summary>
    public required IReadOnlyList<DateOnly> IntakeDays { get; init; }

    /// <summary>The first day, as precisely as it is known (R3).</summary>
    public PartialDate? StartsOn { get; init; }

    /// <summary>The last day, as precisely as it is known (R3).</summary>
    public PartialDate? EndsOn { get; init; }

    /// <summary>The price that the programme states, in euro cents, or null where it states none. What a participant pays is fixed by Intake (R9).</summary>
    public long? StatedPriceInCents { get; init; }

    /// <summary>The modules in order (R1).</summary>
    public required IReadOnlyList<EditionModule> Modules { get; init; }

    /// <summary>Who holds which part in the education team, from and until (R5).</summary>
    public required IReadOnlyList<TeamRole> Team { get; init; }

    Guid IIntegrationEvent.AggregateId => EditionId;

    Guid? IIntegrationEvent.DataSubjectId => null;
}

/// <summary>Applications can be made: name, intake days and panel are known.</summary>
public sealed record EditionOpened : EditionChanged;

/// <summary>The programme is final (R4).</summary>
public sealed record EditionReleased : EditionChanged;

/// <summary>The edition doesn't take place.</summary>
public sealed record EditionCancelled : EditionChanged;

/// <summary>Where an edition stands.</summary>
public enum EditionStatus
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Imported, shown to staff alone.</summary>
    Draft,

    /// <summary>Applications can be made; the programme is still provisional.</summary>
    Open,

    /// <summary>The programme is final; every change from here on is announced (R4).</summary>
    Released,

    /// <summary>It doesn't take place.</summary>
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

/// <summary>Somebody's part in the education team of an edition.</summary>
public sealed record TeamRole
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The name as it is shown.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The part.</summary>
    public required TeamPart Part { get; init; }

    /// <summary>True where the person stands in for who holds the part (waarnemend).</summary>
    public required bool Deputy { get; init; }

    /// <summary>The first day, in Europe/Amsterdam.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day, in Europe/Amsterdam; null while it is open.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Whether the part is held on a day.</summary>
    public bool HeldOn(DateOnly day) => day >= From && (Until is null || day <= Until);
}

/// <summary>The parts in an education team (R45).</summary>
public enum TeamPart
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
