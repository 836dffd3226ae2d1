using Metropool.Contracts;
using Metropool.Hosting;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Metropool.Intake.Interests;
using Metropool.Intake.Nominations;
using Metropool.Intake.Offers;
using Metropool.Intake.Replicas;
using Metropool.Intake.Retention;
using Metropool.Intake.Successions;
using Metropool.Mail;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Metropool.Intake;

internal sealed class IntakeDbContext(DbContextOptions<IntakeDbContext> options) : DbContext(options)
{
    public DbSet<Application> Applications => Set<Application>();

    public DbSet<EmployerAgreement> Agreements => Set<EmployerAgreement>();

    public DbSet<HistoryEntry> History => Set<HistoryEntry>();

    public DbSet<EditionTerms> EditionTerms => Set<EditionTerms>();

    public DbSet<PlaceOffer> Offers => Set<PlaceOffer>();

    public DbSet<Nomination> Nominations => Set<Nomination>();

    public DbSet<Succession> Successions => Set<Succession>();

    public DbSet<Interest> Interests => Set<Interest>();

    public DbSet<ErasedPerson> ErasedPeople => Set<ErasedPerson>();

    public DbSet<RemovedApplications> RemovedApplications => Set<RemovedApplications>();

    public DbSet<Edition> Editions => Set<Edition>();

    public DbSet<Interview> Interviews => Set<Interview>();

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<Participation> Participations => Set<Participation>();

    /// <summary>A text without capitals and accents, for searches.</summary>
    public static string Folded(string text) => throw new InvalidOperationException("This is translated to SQL.");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(30);
        configurationBuilder.Properties<PartialDate>().HaveConversion<PartialDateConverter>().HaveMaxLength(10);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddPlatform();
        modelBuilder.AddOutgoingMail();
        modelBuilder.AddOneTimeLinks();
        modelBuilder.AddMailRequests();
        modelBuilder.HasPostgresExtension("pg_trgm").HasPostgresExtension("unaccent");
        modelBuilder.HasDbFunction(() => Folded("")).HasName("folded");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(IntakeDbContext).Assembly);
    }

    private sealed class PartialDateConverter() : ValueConverter<PartialDate, string>(date => date.ToString(), text => Read(text))
    {
        private static PartialDate Read(string text) =>
            PartialDate.TryParse(text, out var date) ? date : throw new FormatException($"'{text}' is not a date.");
    }
}
