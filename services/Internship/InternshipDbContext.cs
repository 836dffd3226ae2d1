using Metropool.Hosting;
using Metropool.Internship.Internships;
using Metropool.Internship.Replicas;
using Metropool.Internship.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Metropool.Internship;

/// <summary>The database of Internship: the internship files, and the replicas of other services' data.</summary>
internal sealed class InternshipDbContext(DbContextOptions<InternshipDbContext> options) : DbContext(options)
{
    public DbSet<InternshipFile> Internships => Set<InternshipFile>();

    public DbSet<Report> Reports => Set<Report>();

    public DbSet<Participation> Participations => Set<Participation>();

    public DbSet<Edition> Editions => Set<Edition>();

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<Replicas.Assessment> Assessments => Set<Replicas.Assessment>();

    public DbSet<Interview> Interviews => Set<Interview>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.AddPlatform();
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(InternshipDbContext).Assembly);

        // The service creates the ids (UUIDv7). Without this, EF takes a new row that has an id for an existing one.
        var keys = modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetKeys()).SelectMany(key => key.Properties);
        foreach (var key in keys.Where(property => property.ClrType == typeof(Guid)))
        {
            key.ValueGenerated = ValueGenerated.Never;
        }
    }
}
