using Metropool.Contracts;
using Metropool.Hosting;
using Metropool.Http;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Interviews;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.ProgrammeTimeMoves;
using Metropool.Scheduling.Replicas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Metropool.Scheduling;

/// <summary>The database of Scheduling.</summary>
internal sealed class SchedulingDbContext(DbContextOptions<SchedulingDbContext> options) : DbContext(options), IConstraintRefusals
{
    public DbSet<Edition> Editions => Set<Edition>();

    public DbSet<Module> Modules => Set<Module>();

    public DbSet<ModuleDay> ModuleDays => Set<ModuleDay>();

    public DbSet<Interview> Interviews => Set<Interview>();

    public DbSet<CalendarEntry> CalendarEntries => Set<CalendarEntry>();

    public DbSet<Participation> Participations => Set<Participation>();

    public DbSet<AttendanceRecord> AttendanceRecords => Set<AttendanceRecord>();

    public DbSet<Absence> Absences => Set<Absence>();

    public DbSet<ParticipationAttendance> ParticipationAttendances => Set<ParticipationAttendance>();

    public DbSet<Proposal> Proposals => Set<Proposal>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Application> Applications => Set<Application>();

    public DbSet<Assessment> Assessments => Set<Assessment>();

    public DbSet<ProgrammeTimeMove> ProgrammeTimeMoves => Set<ProgrammeTimeMove>();

    /// <inheritdoc/>
    public Refusal? RefusalOf(string constraint) => constraint == CalendarEntry.NoOverlap ? Refusals.PersonOccupied() : null;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<PartialDate>().HaveConversion<PartialDateConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddPlatform();
        modelBuilder.HasPostgresExtension("btree_gist");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(SchedulingDbContext).Assembly);
    }

    private sealed class PartialDateConverter() : ValueConverter<PartialDate, string>(date => date.ToString(), text => Parse(text))
    {
        private static PartialDate Parse(string text) =>
            PartialDate.TryParse(text, out var date) ? date : throw new InvalidOperationException($"'{text}' is not a date.");
    }
}
