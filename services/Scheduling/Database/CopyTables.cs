using Metropool.Scheduling.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Database;

/// <summary>What other services own; here are copies that events keep up to date.</summary>
internal sealed class CopyTables :
    IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<Organisation>, IEntityTypeConfiguration<Application>, IEntityTypeConfiguration<Assessment>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.HasKey(p => p.PersonId);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Property(p => p.StaffVersion).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisations");
        builder.HasKey(o => o.OrganisationId);
        builder.Property(o => o.Version).IsConcurrencyToken();
        builder.Property(o => o.Active).HasDefaultValue(true);
        builder.HasIndex(o => o.NameKey);
    }

    public void Configure(EntityTypeBuilder<Application> builder)
    {
        builder.ToTable("applications");
        builder.HasKey(a => a.ApplicationId);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Property(a => a.ConflictsOfInterest).HasDefaultValueSql("'{}'");
    }

    public void Configure(EntityTypeBuilder<Assessment> builder)
    {
        builder.ToTable("assessments");
        builder.HasKey(a => a.ParticipationId);
        builder.Property(a => a.Version).IsConcurrencyToken();
    }
}
