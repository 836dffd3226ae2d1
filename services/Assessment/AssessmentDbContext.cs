using Metropool.Assessment.Assessments;
using Metropool.Assessment.Certificates;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Replicas;
using Metropool.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment;

/// <summary>The database of Assessment.</summary>
internal sealed class AssessmentDbContext(DbContextOptions<AssessmentDbContext> options) : DbContext(options)
{
    public DbSet<AssessmentFile> Assessments => Set<AssessmentFile>();

    public DbSet<Certificate> Certificates => Set<Certificate>();

    public DbSet<Edition> Editions => Set<Edition>();

    public DbSet<CompletedModule> CompletedModules => Set<CompletedModule>();

    public DbSet<EditionSettings> EditionSettings => Set<EditionSettings>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.AddPlatform();
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AssessmentDbContext).Assembly);
    }
}
