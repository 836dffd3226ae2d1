using Metropool.Hosting;
using Metropool.Internship.Checklists;
using Metropool.Internship.Copies;
using Metropool.Internship.Hours;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Internship.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship;

/// <summary>What Internship keeps: its own files, and its small copies of what others own.</summary>
internal sealed class InternshipDbContext(DbContextOptions<InternshipDbContext> options) : DbContext(options)
{
    private const string FileId = "InternshipId";

    public DbSet<InternshipFile> Internships => Set<InternshipFile>();

    public DbSet<Report> Reports => Set<Report>();

    public DbSet<Participation> Participations => Set<Participation>();

    public DbSet<Edition> Editions => Set<Edition>();

    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<Assessment> Assessments => Set<Assessment>();

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
        modelBuilder.Entity<InternshipFile>(MapInternship);
        modelBuilder.Entity<FormerEmployer>(employer => employer.ToTable("former_employers"));
        modelBuilder.Entity<ChecklistItem>(item => item.ToTable("checklist_items"));
        modelBuilder.Entity<Placement>(MapPlacement);
        modelBuilder.Entity<LoggedDay>(day =>
        {
            day.ToTable("logged_days", table => table.HasCheckConstraint("ck_logged_days_minutes", "minutes between 1 and 1440"));
            day.Property<Guid>(FileId);
            day.HasIndex(FileId, nameof(LoggedDay.Date)).IsUnique();
        });
        modelBuilder.Entity<Report>(MapReport);
        modelBuilder.Entity<ReportExtension>(extension =>
        {
            extension.ToTable("report_extensions");
            extension.ComplexProperty(e => e.By);
        });
        MapCopies(modelBuilder);

        // Ids are made here (UUIDv7): a row that has an id is not therefore an old one.
        foreach (var key in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetKeys()).SelectMany(key => key.Properties).Where(property => property.ClrType == typeof(Guid)))
        {
            key.ValueGenerated = ValueGenerated.Never;
        }
    }

    private static void MapInternship(EntityTypeBuilder<InternshipFile> file)
    {
        file.ToTable("internships");
        file.Property(f => f.Version).IsConcurrencyToken();
        file.HasIndex(f => f.ParticipationId).IsUnique();
        file.HasIndex(f => f.PersonId);
        file.HasIndex(f => new { f.EditionId, f.Id });
        file.Ignore(f => f.ProposedPlacement).Ignore(f => f.ApprovedPlacement);
        file.ComplexProperty(f => f.PresentationRecordedBy);
        file.HasOne<Participation>().WithOne().HasForeignKey<InternshipFile>(f => f.ParticipationId).OnDelete(DeleteBehavior.Restrict);
        file.HasOne(f => f.Report).WithOne().HasForeignKey<Report>(r => r.InternshipId);
        file.HasMany(f => f.Placements).WithOne().HasForeignKey(p => p.InternshipId);
        file.HasMany(f => f.FormerEmployers).WithOne().HasForeignKey(FileId).IsRequired();
        file.HasMany(f => f.Days).WithOne().HasForeignKey(FileId).IsRequired();
        file.HasMany(f => f.Extensions).WithOne().HasForeignKey(FileId).IsRequired();
        file.HasMany(f => f.Checklist).WithOne().HasForeignKey(FileId).IsRequired();
    }

    private static void MapPlacement(EntityTypeBuilder<Placement> placement)
    {
        placement.ToTable("placements");
        placement.HasIndex(p => new { p.InternshipId, p.Number }).IsUnique();
        // The backstop of the rule that one placement awaits the dean, and one is approved.
        placement.HasIndex(p => new { p.InternshipId, p.Status }).IsUnique().HasFilter("status in ('Proposed', 'Approved')");
        placement.ComplexProperty(p => p.Host, host => host.Property(h => h.Country).HasMaxLength(2));
        placement.ComplexProperty(p => p.DecidedBy);
        placement.Ignore(p => p.FirstDay).Ignore(p => p.LastDay);
        placement.OwnsMany(p => p.Periods, period =>
        {
            period.ToTable("placement_periods", table => table.HasCheckConstraint("ck_placement_periods_order", "\"from\" <= \"until\""));
            period.HasKey(p => p.Id);
            period.Property(p => p.HoursPerWeek).HasPrecision(5, 2);
        });
        placement.OwnsMany(p => p.Dispensations, dispensation =>
        {
            dispensation.ToTable("dispensations");
            dispensation.HasKey(d => d.Id);
        });
    }

    private static void MapReport(EntityTypeBuilder<Report> report)
    {
        report.ToTable("reports");
        report.HasKey(r => r.InternshipId);
        report.Ignore(r => r.Latest).Ignore(r => r.IsChanged);
        report.OwnsMany(r => r.Versions, version =>
        {
            version.ToTable("report_versions");
            version.WithOwner().HasForeignKey(FileId);
            version.HasKey(v => v.Id);
            version.HasIndex(FileId, nameof(ReportVersion.Number)).IsUnique();
        });
        report.OwnsMany(r => r.Comments, comment =>
        {
            comment.ToTable("report_comments");
            comment.WithOwner().HasForeignKey(FileId);
            comment.HasKey(c => c.Id);
            comment.OwnsOne(c => c.By);
        });
    }

    private static void MapCopies(ModelBuilder model)
    {
        model.Entity<Participation>(participation =>
        {
            participation.ToTable("participations");
            participation.Property(p => p.Version).IsConcurrencyToken();
            participation.OwnsMany(p => p.Employers, employer =>
            {
                employer.ToTable("participation_employers");
                employer.HasKey(e => e.Id);
            });
            participation.OwnsMany(p => p.StatedPauses, pause =>
            {
                pause.ToTable("participation_pauses");
                pause.HasKey(p => p.Id);
            });
            participation.OwnsMany(p => p.Moments, moment =>
            {
                moment.ToTable("participation_moments");
                moment.WithOwner().HasForeignKey("ParticipationId");
                moment.HasKey("ParticipationId", nameof(ParticipationMoment.Version));
                moment.Property(m => m.Version).ValueGeneratedNever();
            });
        });
        model.Entity<Edition>(edition =>
        {
            edition.ToTable("editions");
            edition.Property(e => e.Version).IsConcurrencyToken();
            edition.HasMany(e => e.Team).WithOne().HasForeignKey(member => member.EditionId);
        });
        model.Entity<TeamMember>(member =>
        {
            member.ToTable("team_members");
            member.HasIndex(m => m.PersonId);
        });
        model.Entity<Organisation>(organisation =>
        {
            organisation.ToTable("organisations");
            organisation.Property(o => o.Version).IsConcurrencyToken();
        });
        model.Entity<Person>(person =>
        {
            person.ToTable("people");
            person.Property(p => p.Version).IsConcurrencyToken();
        });
        model.Entity<Assessment>(assessment =>
        {
            assessment.ToTable("assessments");
            assessment.Property(a => a.Version).IsConcurrencyToken();
            assessment.HasIndex(a => a.ParticipationId);
        });
        model.Entity<Interview>(interview =>
        {
            interview.ToTable("interviews");
            interview.Property(i => i.Version).IsConcurrencyToken();
            interview.HasIndex(i => i.ParticipationId);
        });
    }
}
