using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Calendars;

/// <summary>
/// A period in which a person is occupied. A person has one calendar, whatever their roles (R47): the exclusion constraint of the table prevents two
/// overlapping entries of a person.
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

    /// <summary>The end, UTC, exclusive.</summary>
    public DateTimeOffset EndsAt { get; private init; } = endsAt;
}

/// <summary>The kinds of calendar entries.</summary>
internal enum CalendarEntryKind
{
    /// <summary>An interview, as candidate, participant or panel member.</summary>
    Interview,

    /// <summary>A module day, as participant or teacher.</summary>
    ModuleDay,
}

internal sealed class CalendarEntryConfiguration : IEntityTypeConfiguration<CalendarEntry>
{
    /// <summary>Creates the exclusion constraint, which EF Core can't express, in the migration.</summary>
    public const string AddNoOverlap =
        $"ALTER TABLE calendar_entries ADD CONSTRAINT {CalendarEntry.NoOverlap} EXCLUDE USING gist (person_id WITH =, tstzrange(starts_at, ends_at) WITH &&);";

    public void Configure(EntityTypeBuilder<CalendarEntry> builder)
    {
        builder.ToTable("calendar_entries", table => table.HasCheckConstraint("ck_calendar_entries_order", "starts_at < ends_at"));
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasIndex(e => e.SourceId);
    }
}
