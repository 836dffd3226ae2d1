namespace Metropool.Scheduling.Calendars;

/// <summary>
/// A time in which somebody is somewhere. A person has one calendar, whatever their roles (R47):
/// the database holds no two entries of a person that overlap (the exclusion constraint of this table).
/// </summary>
internal sealed class CalendarEntry(Guid id, Guid personId, CalendarEntryKind kind, Guid sourceId, DateTimeOffset startsAt, DateTimeOffset endsAt)
{
    /// <summary>The name of the exclusion constraint.</summary>
    public const string NoOverlap = "ex_calendar_entries_no_overlap";

    public Guid Id { get; private init; } = id;

    public Guid PersonId { get; private init; } = personId;

    public CalendarEntryKind Kind { get; private init; } = kind;

    /// <summary>The interview or the module day.</summary>
    public Guid SourceId { get; private init; } = sourceId;

    /// <summary>The start, UTC.</summary>
    public DateTimeOffset StartsAt { get; private init; } = startsAt;

    /// <summary>The end, UTC; it is free again from then on.</summary>
    public DateTimeOffset EndsAt { get; private init; } = endsAt;
}

/// <summary>What keeps somebody.</summary>
internal enum CalendarEntryKind
{
    /// <summary>An interview, as candidate, participant or member of the panel.</summary>
    Interview,

    /// <summary>A module day, as participant or teacher.</summary>
    ModuleDay,
}
