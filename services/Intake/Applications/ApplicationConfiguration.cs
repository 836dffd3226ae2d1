using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Applications;

internal sealed class ApplicationConfiguration : IEntityTypeConfiguration<Application>
{
    public void Configure(EntityTypeBuilder<Application> application)
    {
        application.ToTable("applications");
        application.Property(a => a.Version).IsConcurrencyToken();
        application.Property(a => a.DisplayName).HasMaxLength(Limits.Line);
        application.Property(a => a.Function).HasMaxLength(Limits.Line);
        application.ComplexProperty(a => a.Name);
        application.ComplexProperty(a => a.Interview, interview => interview.ToJson());
        application.ComplexProperty(a => a.Decision);
        application.ComplexProperty(a => a.Terms, terms => terms.ToJson());
        application.Ignore(a => a.EffectiveJudgements).Ignore(a => a.Agreement);
        ConfigureParts(application);
        ConfigureIndexes(application);
    }

    private static void ConfigureParts(EntityTypeBuilder<Application> application)
    {
        application.OwnsMany(a => a.Conflicts, conflict =>
        {
            conflict.ToTable("application_conflicts");
            conflict.Property(c => c.DisplayName).HasMaxLength(Limits.Line);
        });
        application.OwnsMany(a => a.Employers, employer =>
        {
            employer.ToTable("application_employers");
            employer.Property(e => e.Name).HasMaxLength(Limits.Line);
            employer.HasIndex(e => e.OrganisationId);
            employer.HasIndex(e => e.NameKey).HasFilter("organisation_id IS NULL");
        });
        application.HasMany(a => a.Judgements).WithOne().HasForeignKey("ApplicationId");
        application.HasMany(a => a.Agreements).WithOne().HasForeignKey(agreement => agreement.ApplicationId);
        application.HasMany<HistoryEntry>("_history").WithOne().HasForeignKey(entry => entry.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        application.HasOne<Application>().WithMany().HasForeignKey(a => a.MovedFromId).OnDelete(DeleteBehavior.SetNull);
    }

    private static void ConfigureIndexes(EntityTypeBuilder<Application> application)
    {
        const string name = "coalesce(name_surname, '') || ' ' || coalesce(name_call_name, '') || ' ' || coalesce(name_prefix, '')";
        application.Property<string>(WorkList.SortName).HasComputedColumnSql($"folded({name})", stored: true).UseCollation(WorkList.ByCode).IsRequired();
        application.Property<string>(WorkList.SearchText).HasComputedColumnSql("folded(searchable)", stored: true).IsRequired();

        // At most one open application per person and edition.
        application.HasIndex(a => new { a.PersonId, a.EditionId }).IsUnique()
            .HasFilter($"status NOT IN ({string.Join(", ", Application.Closed.Select(status => $"'{status}'"))})");
        // The work list, in each of its orders, of one edition and of all.
        application.HasIndex(a => new { a.EditionId, a.Status });
        application.HasIndex(nameof(Application.EditionId), nameof(Application.WaitingSince), nameof(Application.Id));
        application.HasIndex(nameof(Application.EditionId), WorkList.SortName, nameof(Application.Id));
        application.HasIndex(nameof(Application.WaitingSince), nameof(Application.Id));
        application.HasIndex(WorkList.SortName, nameof(Application.Id));
        application.HasIndex(WorkList.SearchText).HasMethod("gin").HasOperators("gin_trgm_ops");
        application.HasIndex(a => new { a.EditionId, a.Id });
        application.HasIndex(a => new { a.EmployerOrganisationId, a.Id });
        // Most applications have no next step. This index finds the few that have one.
        application.HasIndex(a => new { a.NextStep, a.WaitingSince, a.Id });
        application.HasIndex(a => new { a.InterviewProgress, a.WaitingSince, a.Id });
        // For retention.
        application.HasIndex(a => a.ClosedAt).HasFilter("closed_at IS NOT NULL");
        application.HasIndex(a => new { a.EditionId, a.WaitListNumber }).IsUnique().HasFilter("wait_list_number IS NOT NULL");
    }
}
