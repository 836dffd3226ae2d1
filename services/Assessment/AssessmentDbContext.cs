using Metropool.Assessment.Certificates;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Files;
using Metropool.Assessment.Interviews;
using Metropool.Assessment.Logbook;
using Metropool.Assessment.Pages;
using Metropool.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment;

/// <summary>The database of Assessment.</summary>
internal sealed class AssessmentDbContext(DbContextOptions<AssessmentDbContext> options) : DbContext(options)
{
    public DbSet<AssessmentFile> Files => Set<AssessmentFile>();

    public DbSet<Certificate> Certificates => Set<Certificate>();

    public DbSet<Edition> Editions => Set<Edition>();

    public DbSet<CompletedModule> CompletedModules => Set<CompletedModule>();

    public DbSet<EditionSettings> EditionSettings => Set<EditionSettings>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration) => configuration.Properties<Enum>().HaveConversion<string>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.AddPlatform();
        AddEditions(model);
        AddFiles(model);
        AddWriting(model);
        AddInterviews(model);
        AddCertificates(model);
    }

    private static void AddEditions(ModelBuilder model)
    {
        model.Entity<Edition>(edition =>
        {
            edition.ToTable("editions");
            edition.Property(e => e.Id).ValueGeneratedNever();
            edition.Property(e => e.Version).IsConcurrencyToken();
            edition.OwnsMany(e => e.Modules, module => module.ToJson());
            edition.OwnsMany(e => e.Team, member =>
            {
                member.ToTable("team_members");
                member.HasIndex(m => m.PersonId);
            });
        });
        model.Entity<CompletedModule>(module =>
        {
            module.ToTable("completed_modules");
            module.Property(m => m.Id).ValueGeneratedNever();
            module.Property(m => m.Version).IsConcurrencyToken();
            module.HasIndex(m => m.EditionId);
        });
        model.Entity<EditionSettings>(settings =>
        {
            settings.ToTable("edition_settings");
            settings.HasKey(s => s.EditionId);
            settings.Property(s => s.EditionId).ValueGeneratedNever();
            settings.Property(s => s.Version).IsConcurrencyToken();
        });
    }

    private static void AddFiles(ModelBuilder model)
    {
        model.Entity<AssessmentFile>(file =>
        {
            file.ToTable("assessment_files");
            file.Property(f => f.Id).ValueGeneratedNever();
            file.Property(f => f.Version).IsConcurrencyToken();
            file.HasIndex(f => f.ParticipationId).IsUnique();
            file.Ignore(f => f.Certificate);
            file.Ignore(f => f.JudgedModules);
            file.HasOne(f => f.Participation).WithOne().HasForeignKey<Participation>(p => p.FileId);
            file.HasOne(f => f.Attendance).WithOne().HasForeignKey<Attendance>(a => a.FileId);
            file.HasOne(f => f.Internship).WithOne().HasForeignKey<Internship>(i => i.FileId);
            file.HasMany(f => f.Interviews).WithOne().HasForeignKey(i => i.FileId);
            file.HasMany(f => f.Held).WithOne().HasForeignKey(h => h.FileId);
            file.HasMany(f => f.Chapters).WithOne().HasForeignKey(c => c.FileId);
            file.HasMany(f => f.Pages).WithOne().HasForeignKey(p => p.FileId);
            file.HasMany(f => f.Certificates).WithOne().HasForeignKey(c => c.FileId);
        });
        model.Entity<Participation>(participation =>
        {
            participation.ToTable("participations");
            participation.HasKey(p => p.FileId);
            participation.Property(p => p.Version).IsConcurrencyToken();
            participation.HasIndex(p => p.PersonId);
            participation.HasIndex(p => new { p.EditionId, p.FileId });
        });
        model.Entity<Attendance>(attendance =>
        {
            attendance.ToTable("attendances");
            attendance.HasKey(a => a.FileId);
            attendance.Property(a => a.Version).IsConcurrencyToken();
        });
        model.Entity<Internship>(internship =>
        {
            internship.ToTable("internships");
            internship.HasKey(i => i.FileId);
            internship.Property(i => i.Version).IsConcurrencyToken();
        });
    }

    private static void AddWriting(ModelBuilder model)
    {
        model.Entity<Chapter>(chapter =>
        {
            chapter.ToTable("chapters");
            chapter.HasKey(c => new { c.FileId, c.ModuleNumber });
            chapter.Ignore(c => c.Current);
            chapter.HasMany(c => c.Versions).WithOne().HasForeignKey(v => new { v.FileId, v.ModuleNumber });
        });
        model.Entity<ChapterVersion>(version =>
        {
            version.ToTable("chapter_versions");
            version.HasKey(v => new { v.FileId, v.ModuleNumber, v.Number });
            version.Property(v => v.Number).ValueGeneratedNever();
        });
        model.Entity<Page>(page =>
        {
            page.ToTable("pages");
            page.HasKey(p => new { p.FileId, p.Kind });
            page.Ignore(p => p.Current);
            page.HasMany(p => p.Versions).WithOne().HasForeignKey(v => new { v.FileId, v.Kind });
        });
        model.Entity<PageVersion>(version =>
        {
            version.ToTable("page_versions");
            version.HasKey(v => new { v.FileId, v.Kind, v.Number });
            version.Property(v => v.Number).ValueGeneratedNever();
        });
    }

    private static void AddInterviews(ModelBuilder model)
    {
        model.Entity<Interview>(interview =>
        {
            interview.ToTable("interviews");
            interview.Property(i => i.Id).ValueGeneratedNever();
            interview.Property(i => i.Version).IsConcurrencyToken();
            interview.OwnsMany(i => i.Panel, seat =>
            {
                seat.ToTable("panel_seats");
                seat.HasIndex(s => s.PersonId);
            });
        });
        model.Entity<HeldInterview>(held =>
        {
            held.ToTable("held_interviews");
            held.HasKey(h => h.InterviewId);
            held.Property(h => h.InterviewId).ValueGeneratedNever();
            held.Ignore(h => h.CountsSince);
            held.Ignore(h => h.AwaitingFeedback);
            held.OwnsMany(h => h.Panel, seat =>
            {
                seat.ToTable("held_seats");
                seat.WithOwner().HasForeignKey("InterviewId");
            });
            held.OwnsMany(h => h.Logbook, input => input.ToJson());
        });
    }

    private static void AddCertificates(ModelBuilder model) => model.Entity<Certificate>(certificate =>
    {
        certificate.ToTable("certificates");
        certificate.Property(c => c.Id).ValueGeneratedNever();
        certificate.Property(c => c.Serial).UseIdentityAlwaysColumn();
        certificate.HasIndex(c => c.Serial).IsUnique();
        certificate.HasIndex(c => c.VerificationCode).IsUnique();

        // Whatever happens, a participant has at most one certificate that is valid.
        certificate.HasIndex(c => c.FileId).IsUnique().HasFilter("revoked_at IS NULL").HasDatabaseName("ix_certificates_one_valid");
    });
}

/// <summary>Which texts of the participant are loaded with an assessment file. Of a page there can be many, and long ones.</summary>
internal enum Texts
{
    None,

    /// <summary>Of each the one that readers see, which is also the one that is written over.</summary>
    Current,

    /// <summary>Every version.</summary>
    All,
}

/// <summary>What is loaded with an assessment file.</summary>
internal static class AssessmentFileQueries
{
    /// <summary>Everything that its decisions need, without the texts.</summary>
    public static IQueryable<AssessmentFile> WithRecord(this IQueryable<AssessmentFile> files) => files
        .Include(file => file.Participation)
        .Include(file => file.Attendance)
        .Include(file => file.Internship)
        .Include(file => file.Interviews)
        .Include(file => file.Held)
        .Include(file => file.Chapters)
        .Include(file => file.Pages)
        .Include(file => file.Certificates)
        .AsSplitQuery();

    /// <summary>What the participant wrote.</summary>
    public static IQueryable<AssessmentFile> WithTexts(this IQueryable<AssessmentFile> files, Texts texts) => texts switch
    {
        Texts.Current => files
            .Include(file => file.Chapters).ThenInclude(chapter => chapter.Versions.OrderByDescending(version => version.Number).Take(1))
            .Include(file => file.Pages).ThenInclude(page => page.Versions.OrderByDescending(version => version.Number).Take(1)),
        Texts.All => files
            .Include(file => file.Chapters).ThenInclude(chapter => chapter.Versions)
            .Include(file => file.Pages).ThenInclude(page => page.Versions),
        _ => files,
    };
}
