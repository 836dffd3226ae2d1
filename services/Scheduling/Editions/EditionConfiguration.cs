using Metropool.Scheduling.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Editions;

internal sealed class EditionConfiguration : IEntityTypeConfiguration<Edition>
{
    public void Configure(EntityTypeBuilder<Edition> builder)
    {
        builder.ToTable("editions");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Version).IsConcurrencyToken();
        // The name of a cancelled edition can be used again.
        builder.HasIndex(e => e.NameKey).IsUnique().HasFilter("status <> 'Cancelled'");
        builder.Property(e => e.IntakeDays).AsJson();
        builder.Property(e => e.People).AsJson();
        builder.Property(e => e.Remarks).AsJson();
        builder.OwnsOne(e => e.Settings);
        builder.Navigation(e => e.Settings).IsRequired();
        builder.OwnsOne(e => e.Release, release => release.Property(r => r.AcknowledgedFindings).AsJson());
        builder.HasMany(e => e.Modules).WithOne().HasForeignKey(m => m.EditionId);
        builder.HasMany(e => e.Team).WithOne().HasForeignKey("EditionId").IsRequired();
        builder.HasMany(e => e.Changes).WithOne().HasForeignKey("EditionId").IsRequired();
    }
}

internal sealed class EditionChangeRecordConfiguration : IEntityTypeConfiguration<EditionChangeRecord>
{
    public void Configure(EntityTypeBuilder<EditionChangeRecord> builder)
    {
        builder.ToTable("edition_changes");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex("EditionId", nameof(EditionChangeRecord.Id));
    }
}
