using Metropool.Contracts;
using Metropool.Hosting;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Metropool.Intake.Interests;
using Metropool.Intake.Interviews;
using Metropool.Intake.Nominations;
using Metropool.Intake.Offers;
using Metropool.Intake.Organisations;
using Metropool.Intake.Participations;
using Metropool.Intake.People;
using Metropool.Intake.Retention;
using Metropool.Intake.Successions;
using Metropool.Mail;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Metropool.Intake;

internal sealed class IntakeDbContext(DbContextOptions<IntakeDbContext> options) : DbContext(options)
{
    public DbSet<Application> Applications => Set<Application>();

    public DbSet<EmployerAgreement> Agreements => Set<EmployerAgreement>();

    public DbSet<HistoryEntry> History => Set<HistoryEntry>();

    public DbSet<Edition> Editions => Set<Edition>();

    public DbSet<EditionTerms> EditionTerms => Set<EditionTerms>();

    public DbSet<PlaceOffer> Offers => Set<PlaceOffer>();

    public DbSet<Nomination> Nominations => Set<Nomination>();

    public DbSet<Succession> Successions => Set<Succession>();

    public DbSet<Interview> Interviews => Set<Interview>();

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<Interest> Interests => Set<Interest>();

    public DbSet<ErasedPerson> ErasedPeople => Set<ErasedPerson>();

    public DbSet<RemovedApplications> RemovedApplications => Set<RemovedApplications>();

    public DbSet<Participation> Participations => Set<Participation>();

    /// <summary>Without capitals and accents, as what is searched in is kept.</summary>
    public static string Folded(string text) => throw new InvalidOperationException("The database does this.");

    /// <summary>Takes the lock of one application until the end of the transaction: what is read after it is the newest there is.</summary>
    public Task LockApplicationAsync(Guid id, CancellationToken cancellationToken) => Database.ExecuteSqlAsync($"SELECT 1 FROM applications WHERE id = {id} FOR UPDATE", cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(30);
        configurationBuilder.Properties<PartialDate>().HaveConversion<PartialDateConverter>().HaveMaxLength(10);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddPlatform();
        modelBuilder.AddOutgoingMail();
        modelBuilder.AddMailedLinks();
        modelBuilder.AddAskedMails();
        modelBuilder.HasPostgresExtension("pg_trgm").HasPostgresExtension("unaccent");
        modelBuilder.HasDbFunction(() => Folded("")).HasName("folded");
        modelBuilder.Entity<Application>(ApplicationRows);
        modelBuilder.Entity<EmployerAgreement>(AgreementRows);
        modelBuilder.Entity<Judgement>(JudgementRows);
        modelBuilder.Entity<HistoryEntry>(HistoryRows);
        modelBuilder.Entity<Edition>(edition =>
        {
            edition.ToTable("editions");
            edition.Property(e => e.Version).IsConcurrencyToken();
            edition.OwnsMany(e => e.Team, team =>
            {
                team.ToTable("edition_team_members");
                team.HasIndex(member => member.PersonId);
            });
        });
        modelBuilder.Entity<EditionTerms>(terms =>
        {
            terms.ToTable("edition_terms");
            terms.HasKey(t => t.EditionId);
            terms.Property(t => t.Version).IsConcurrencyToken();
            terms.ComplexCollection(t => t.Cancellation, cancellation => cancellation.ToJson());
        });
        modelBuilder.Entity<Interest>(interest =>
        {
            interest.ToTable("interests");
            interest.Property(i => i.Email).HasMaxLength(Interest.LongestAddress);
            interest.HasIndex(i => new { i.EditionId, i.AddressHash }).IsUnique();
            interest.HasIndex(i => i.AskedAt);
            interest.HasOne<Edition>().WithMany().HasForeignKey(i => i.EditionId);
        });
        modelBuilder.Entity<PlaceOffer>(offer =>
        {
            offer.ToTable("place_offers");
            offer.Property(o => o.Id).ValueGeneratedNever();
            offer.HasOne<Application>().WithMany().HasForeignKey(o => o.ApplicationId);
            offer.HasIndex(o => o.ApplicationId);
            offer.HasIndex(o => new { o.EditionId, o.State });
            // At most one open offer per application; and those that expire are found at once.
            offer.HasIndex(o => o.ApplicationId, "ix_place_offers_open").HasDatabaseName("ix_place_offers_open").IsUnique().HasFilter($"state = '{OfferState.Open}'");
            offer.HasIndex(o => o.Until).HasFilter($"state = '{OfferState.Open}'");
        });
        modelBuilder.Entity<Nomination>(NominationRows);
        modelBuilder.Entity<Succession>(succession =>
        {
            succession.ToTable("successions");
            succession.Property(s => s.Id).ValueGeneratedNever();
            succession.Property(s => s.EmployerName).HasMaxLength(Limits.Line);
            succession.Property(s => s.ContactEmail).HasMaxLength(EmailAddresses.Longest);
            succession.HasOne<Edition>().WithMany().HasForeignKey(s => s.EditionId);
            succession.HasOne<Application>().WithMany().HasForeignKey(s => s.WithdrawnApplicationId).OnDelete(DeleteBehavior.SetNull);
            succession.HasIndex(s => new { s.OrganisationId, s.Id });
            succession.HasIndex(s => s.NameUntil).HasFilter($"state = '{SuccessionState.Held}'");
        });
        modelBuilder.Entity<Interview>(interview =>
        {
            interview.ToTable("interviews");
            interview.Property(i => i.Version).IsConcurrencyToken();
            interview.HasIndex(i => i.ApplicationId);
            interview.Ignore(i => i.Seats);
            interview.OwnsMany(i => i.Panel, panel =>
            {
                panel.ToTable("interview_panel_members");
                panel.HasIndex(member => member.PersonId);
            });
        });
        modelBuilder.Entity<Organisation>(organisation =>
        {
            organisation.ToTable("organisations");
            organisation.Property(o => o.Version).IsConcurrencyToken();
            organisation.Property(o => o.Active).HasDefaultValue(true);
            organisation.HasIndex(o => o.NameKey);
        });
        modelBuilder.Entity<Person>(person =>
        {
            person.ToTable("people");
            person.HasKey(p => p.PersonId);
            person.Property(p => p.PersonId).ValueGeneratedNever();
            person.Property(p => p.Version).IsConcurrencyToken();
            person.Property(p => p.DisplayName).HasMaxLength(Limits.Line);
        });
        modelBuilder.Entity<ErasedPerson>(erased =>
        {
            erased.ToTable("erased_people");
            erased.HasKey(e => e.PersonId);
            erased.Property(e => e.PersonId).ValueGeneratedNever();
        });
        modelBuilder.Entity<RemovedApplications>(removed =>
        {
            removed.ToTable("removed_applications");
            removed.HasKey(r => new { r.EditionId, r.Outcome });
        });
        modelBuilder.Entity<Participation>(participation =>
        {
            participation.ToTable("participations");
            participation.Property(p => p.Version).IsConcurrencyToken();
            participation.HasIndex(p => p.ApplicationId);
            participation.HasIndex(p => new { p.EditionId, p.Status });
            participation.HasIndex(p => p.TransferTo).HasFilter("transfer_to IS NOT NULL");
            participation.Ignore(p => p.Places);
        });
    }

    private static void ApplicationRows(EntityTypeBuilder<Application> application)
    {
        application.ToTable("applications");
        application.Property(a => a.Version).IsConcurrencyToken();
        application.Property(a => a.DisplayName).HasMaxLength(Limits.Line);
        application.Property(a => a.Function).HasMaxLength(Limits.Line);
        application.ComplexProperty(a => a.Name);
        application.ComplexProperty(a => a.Interview, interview => interview.ToJson());
        application.ComplexProperty(a => a.Decision);
        application.ComplexProperty(a => a.Terms, terms => terms.ToJson());
        application.Ignore(a => a.JudgementsThatCount);
        application.OwnsMany(a => a.Conflicts, conflict =>
        {
            conflict.ToTable("application_conflicts");
            conflict.Property(c => c.DisplayName).HasMaxLength(Limits.Line);
        }).Navigation(a => a.Conflicts).UsePropertyAccessMode(PropertyAccessMode.Field);
        application.OwnsMany(a => a.Employers, employer =>
        {
            employer.ToTable("application_employers");
            employer.Property(e => e.Name).HasMaxLength(Limits.Line);
            employer.HasIndex(e => e.OrganisationId);
            employer.HasIndex(e => e.NameKey).HasFilter("organisation_id IS NULL");
        }).Navigation(a => a.Employers).UsePropertyAccessMode(PropertyAccessMode.Field);
        application.HasOne<Application>().WithMany().HasForeignKey(a => a.MovedFromId).OnDelete(DeleteBehavior.SetNull);
        application.HasMany(a => a.Judgements).WithOne().HasForeignKey("ApplicationId");
        // Always with the application, as the agreements: what it awaits and whether it can be admitted depends on them.
        application.Navigation(a => a.Judgements).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        application.Ignore(a => a.Agreement);
        application.HasMany(a => a.Agreements).WithOne().HasForeignKey(agreement => agreement.ApplicationId);
        application.Navigation(a => a.Agreements).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        application.HasMany<HistoryEntry>("_history").WithOne().HasForeignKey(entry => entry.ApplicationId).OnDelete(DeleteBehavior.Restrict);

        application.Property<string>(WorkList.SortName).HasComputedColumnSql("folded(coalesce(name_surname, '') || ' ' || coalesce(name_call_name, '') || ' ' || coalesce(name_prefix, ''))", stored: true).UseCollation(WorkList.ByCode).IsRequired();
        application.Property<string>(WorkList.SearchText).HasComputedColumnSql("folded(searchable)", stored: true).IsRequired();

        // At most one open application per person and edition.
        application.HasIndex(a => new { a.PersonId, a.EditionId }).IsUnique()
            .HasFilter($"status NOT IN ({string.Join(", ", Application.Closed.Select(status => $"'{status}'"))})");
        // The work list, in each of its orders, of one edition and of all.
        application.HasIndex(a => new { a.EditionId, a.Status });
        application.HasIndex(nameof(Application.EditionId), nameof(Application.AwaitsSince), nameof(Application.Id));
        application.HasIndex(nameof(Application.EditionId), WorkList.SortName, nameof(Application.Id));
        application.HasIndex(nameof(Application.AwaitsSince), nameof(Application.Id));
        application.HasIndex(WorkList.SortName, nameof(Application.Id));
        application.HasIndex(WorkList.SearchText).HasMethod("gin").HasOperators("gin_trgm_ops");
        application.HasIndex(a => new { a.EditionId, a.Id });
        application.HasIndex(a => new { a.EmployerOrganisationId, a.Id });
        // In the end most applications await nothing: the few that do are found at once.
        application.HasIndex(a => new { a.Awaits, a.AwaitsSince, a.Id });
        application.HasIndex(a => new { a.InterviewStanding, a.AwaitsSince, a.Id });
        // What is removed when its time has come.
        application.HasIndex(a => a.ClosedAt).HasFilter("closed_at IS NOT NULL");
        application.HasIndex(a => new { a.EditionId, a.WaitListNumber }).IsUnique().HasFilter("wait_list_number IS NOT NULL");
    }

    private static void AgreementRows(EntityTypeBuilder<EmployerAgreement> agreement)
    {
        agreement.ToTable("employer_agreements");
        // As a judgement has.
        agreement.Property(a => a.Id).ValueGeneratedNever();
        agreement.Property(a => a.EmployerName).HasMaxLength(Limits.Line);
        agreement.Property(a => a.ExternalReference).HasMaxLength(Limits.Reference);
        agreement.ComplexProperty(a => a.Terms, terms => terms.ToJson());
        agreement.ComplexProperty(a => a.Invoice, invoice => invoice.ToJson());
        agreement.HasIndex(a => new { a.ApplicationId, a.Number }).IsUnique();
        agreement.HasIndex(a => new { a.OrganisationId, a.Id });
        agreement.HasIndex(a => new { a.OrganisationId, a.ExternalReference }).HasFilter("external_reference IS NOT NULL");
        // At most one of an application is open or granted.
        agreement.HasIndex(a => a.ApplicationId).IsUnique().HasFilter($"status IN ('{AgreementStatus.Asked}', '{AgreementStatus.Granted}')");
        agreement.HasIndex(a => new { a.ExpiresAt, a.Id }).HasFilter($"status = '{AgreementStatus.Asked}'");
    }

    private static void NominationRows(EntityTypeBuilder<Nomination> nomination)
    {
        nomination.ToTable("nominations");
        nomination.Property(n => n.Id).ValueGeneratedNever();
        nomination.Property(n => n.EmployerName).HasMaxLength(Limits.Line);
        nomination.Property(n => n.Function).HasMaxLength(Limits.Line);
        nomination.Property(n => n.Email).HasMaxLength(EmailAddresses.Longest);
        nomination.Property(n => n.ExternalReference).HasMaxLength(Limits.Reference);
        nomination.ComplexProperty(n => n.Name, name => name.Ignore(n => n.TitlesBefore).Ignore(n => n.TitlesAfter).Ignore(n => n.CertificateName));
        nomination.HasOne<Edition>().WithMany().HasForeignKey(n => n.EditionId);
        nomination.HasOne<Succession>().WithMany().HasForeignKey(n => n.SuccessionId);
        // It goes with the application that it led to.
        nomination.HasOne<Application>().WithMany().HasForeignKey(n => n.ApplicationId);
        nomination.HasIndex(n => new { n.OrganisationId, n.Id });
        nomination.HasIndex(n => new { n.OrganisationId, n.ExternalReference }).HasFilter("external_reference IS NOT NULL");
        // Those that expire are found at once.
        nomination.HasIndex(n => n.ExpiresAt).HasFilter($"status = '{NominationStatus.Open}'");
        nomination.HasIndex(n => new { n.EditionId, n.AddressHash }).HasFilter($"status = '{NominationStatus.Open}'");
    }

    private static void JudgementRows(EntityTypeBuilder<Judgement> judgement)
    {
        judgement.ToTable("judgements");
        // It has its id from the start: else what is added to a loaded application would be taken for a change of something stored.
        judgement.Property(j => j.Id).ValueGeneratedNever();
        judgement.Property<Guid>("ApplicationId");
        judgement.HasIndex("ApplicationId", nameof(Judgement.Number)).IsUnique();
        judgement.ComplexProperty(j => j.LearningWishes);
        judgement.ComplexProperty(j => j.Motivation);
        judgement.ComplexProperty(j => j.Capacities);
        judgement.ComplexProperty(j => j.ConfirmedBy);
    }

    private static void HistoryRows(EntityTypeBuilder<HistoryEntry> entry)
    {
        entry.ToTable("application_history");
        entry.Property(e => e.Id).UseIdentityAlwaysColumn();
        entry.HasIndex(e => new { e.ApplicationId, e.Id });
        entry.Property(e => e.Concerns).HasMaxLength(Limits.Line);
        entry.ComplexProperty(e => e.By);
    }

    private sealed class PartialDateConverter() : ValueConverter<PartialDate, string>(
        date => date.ToString(),
        text => Read(text))
    {
        private static PartialDate Read(string text) =>
            PartialDate.TryParse(text, out var date) ? date : throw new FormatException($"'{text}' is no date.");
    }
}
