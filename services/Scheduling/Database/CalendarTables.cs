using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Interviews;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Database;

internal sealed class InterviewTable : IEntityTypeConfiguration<Interview>
{
    public void Configure(EntityTypeBuilder<Interview> builder)
    {
        builder.ToTable("interviews");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.Property(i => i.Panel).AsJson();
        builder.Ignore(i => i.Counts);
        builder.Ignore(i => i.People);
        builder.HasOne<Edition>().WithMany().HasForeignKey(i => i.EditionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(i => new { i.EditionId, i.Id });
        builder.HasIndex(i => i.ApplicationId);
        builder.HasIndex(i => i.ParticipationId);
        builder.HasIndex(i => i.PersonId);
        builder.HasIndex(i => i.Panel).HasMethod("gin").HasOperators("jsonb_path_ops");
    }
}

internal sealed class CalendarEntryTable : IEntityTypeConfiguration<CalendarEntry>
{
    /// <summary>Makes the exclusion constraint, for the migration: EF Core has no word for it.</summary>
    public const string AddNoOverlap =
        $"ALTER TABLE calendar_entries ADD CONSTRAINT {CalendarEntry.NoOverlap} EXCLUDE USING gist (person_id WITH =, tstzrange(starts_at, ends_at) WITH &&);";

    public void Configure(EntityTypeBuilder<CalendarEntry> builder)
    {
        builder.ToTable("calendar_entries", table => table.HasCheckConstraint("ck_calendar_entries_order", "starts_at < ends_at"));
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasIndex(e => e.SourceId);
    }
}
