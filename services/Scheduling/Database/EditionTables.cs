using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Database;

internal sealed class EditionTable : IEntityTypeConfiguration<Edition>
{
    /// <summary>No two editions that take place have one name.</summary>
    public const string UniqueName = "ix_editions_name_key";

    public void Configure(EntityTypeBuilder<Edition> builder)
    {
        builder.ToTable("editions");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.HasIndex(e => e.NameKey).IsUnique().HasFilter("status <> 'Cancelled'").HasDatabaseName(UniqueName);
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

internal sealed class ModuleTable : IEntityTypeConfiguration<Module>
{
    public void Configure(EntityTypeBuilder<Module> builder)
    {
        builder.ToTable("modules");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.Property(m => m.Cognitive).AsJson();
        builder.Property(m => m.Personal).AsJson();
        builder.HasIndex(m => new { m.EditionId, m.Number }).IsUnique();
    }
}

internal sealed class TeamMemberTable : IEntityTypeConfiguration<TeamMember>
{
    public void Configure(EntityTypeBuilder<TeamMember> builder)
    {
        builder.ToTable("team_members");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasIndex(m => m.PersonId);
    }
}

internal sealed class EditionChangeTable : IEntityTypeConfiguration<EditionChange>
{
    public void Configure(EntityTypeBuilder<EditionChange> builder)
    {
        builder.ToTable("edition_changes");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex("EditionId", nameof(EditionChange.Id));
    }
}

internal sealed class ModuleDayTable : IEntityTypeConfiguration<ModuleDay>
{
    public void Configure(EntityTypeBuilder<ModuleDay> builder)
    {
        builder.ToTable("module_days");
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.HasOne<Edition>().WithMany().HasForeignKey(d => d.EditionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Module>().WithMany().HasForeignKey(d => d.ModuleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(d => new { d.EditionId, d.Begins });
    }
}
