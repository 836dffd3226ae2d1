using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.ModuleDays;

/// <summary>The time of a module day, and its details.</summary>
/// <param name="Date">The day, in Europe/Amsterdam.</param>
/// <param name="StartsAt">The start, in Europe/Amsterdam.</param>
/// <param name="EndsAt">The end, including the evening programme, in Europe/Amsterdam.</param>
/// <param name="EveningProgramme">Whether it has an evening programme (R7).</param>
/// <param name="OvernightStay">Whether it has an overnight stay; never obligatory (R7, R18).</param>
/// <param name="TrainingActor">Whether a training actor takes part (R5).</param>
/// <param name="Demo">Whether the day is demo data: the brochure states no module days.</param>
/// <param name="Teachers">The members of the team who teach on it.</param>
internal sealed record DayPlan(
    DateOnly Date, TimeOnly StartsAt, TimeOnly EndsAt, bool EveningProgramme, bool OvernightStay, bool TrainingActor, bool Demo, IReadOnlyList<Guid> Teachers)
{
    /// <summary>The start, UTC.</summary>
    public DateTimeOffset Begins => ProgrammeClock.InstantOf(Date, StartsAt);

    /// <summary>The end, UTC.</summary>
    public DateTimeOffset Ends => ProgrammeClock.InstantOf(Date, EndsAt);
}

/// <summary>A day on which a module is taught.</summary>
internal sealed class ModuleDay
{
    private ModuleDay()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public Guid EditionId { get; private init; }

    public Guid ModuleId { get; private init; }

    public int ModuleNumber { get; private init; }

    public DateOnly Date { get; private set; }

    public TimeOnly StartsAt { get; private set; }

    public TimeOnly EndsAt { get; private set; }

    /// <summary>The start, UTC.</summary>
    public DateTimeOffset Begins { get; private set; }

    /// <summary>The end, UTC.</summary>
    public DateTimeOffset Ends { get; private set; }

    public bool EveningProgramme { get; private set; }

    public bool OvernightStay { get; private set; }

    public bool TrainingActor { get; private set; }

    public bool Demo { get; private set; }

    /// <summary>The members of the team who teach on it, and have it in their calendars. Lecturers without an account are not included (R45).</summary>
    public IReadOnlyList<Guid> Teachers { get; private set; } = [];

    /// <summary>Whether it was moved after the release: a participant who misses it isn't responsible (R18).</summary>
    public bool MovedAfterRelease { get; private set; }

    public bool Cancelled { get; private set; }

    /// <summary>Plans a day of a module.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="module">The module.</param>
    /// <param name="plan">The time and details.</param>
    /// <param name="others">The days of the edition, with which the day must not overlap.</param>
    /// <param name="now">Programme time.</param>
    public static Outcome<ModuleDay> Plan(Edition edition, Module module, DayPlan plan, IReadOnlyCollection<ModuleDay> others, DateTimeOffset now)
    {
        if (Check(edition, module, plan, others, now) is { } refusal)
        {
            return refusal;
        }

        var day = new ModuleDay { Id = Guid.CreateVersion7(), Version = 1, EditionId = edition.Id, ModuleId = module.Id, ModuleNumber = module.Number };
        day.Set(plan);
        return day;
    }

    /// <summary>Moves the day to another time, or changes its details.</summary>
    /// <returns>A description of the change.</returns>
    public Outcome<string> Change(Edition edition, Module module, DayPlan plan, IReadOnlyCollection<ModuleDay> others, DateTimeOffset now)
    {
        if ((RefuseChange(now) ?? Check(edition, module, plan, [.. others.Where(other => other.Id != Id)], now)) is { } refusal)
        {
            return refusal;
        }

        var moved = (plan.Begins, plan.Ends) != (Begins, Ends);
        var description = moved
            ? $"Module {ModuleNumber}: {Label(Date, StartsAt, EndsAt)} became {Label(plan.Date, plan.StartsAt, plan.EndsAt)}"
            : $"Module {ModuleNumber}, {Date:yyyy-MM-dd}: details";
        MovedAfterRelease |= moved && edition.Release is not null;
        Version++;
        Set(plan);
        return description;
    }

    /// <summary>Cancels the day before it begins.</summary>
    /// <returns>A description of the change.</returns>
    public Outcome<string> Cancel(DateTimeOffset now)
    {
        if (RefuseChange(now) is { } refusal)
        {
            return refusal;
        }

        Cancelled = true;
        Version++;
        return $"Module {ModuleNumber}: {Label(Date, StartsAt, EndsAt)} was cancelled";
    }

    private Refusal? RefuseChange(DateTimeOffset now) =>
        Cancelled ? Refusals.ModuleDayCancelled : Begins <= now ? Refusals.ModuleDayBegun : null;

    private static string Label(DateOnly date, TimeOnly from, TimeOnly until) => $"{date:yyyy-MM-dd} {from:HH\\:mm}-{until:HH\\:mm}";

    private static Refusal? Check(Edition edition, Module module, DayPlan plan, IReadOnlyCollection<ModuleDay> others, DateTimeOffset now)
    {
        if (edition.Status == EditionStatus.Cancelled)
        {
            return Refusals.EditionCancelled;
        }

        if (module.CompletedOn is not null)
        {
            return Refusals.ModuleCompleted;
        }

        if (plan.EndsAt <= plan.StartsAt)
        {
            return Refusals.ModuleDayTimesInvalid;
        }

        if (plan.Begins <= now)
        {
            return Refusals.ModuleDayInThePast;
        }

        if (others.FirstOrDefault(other => !other.Cancelled && other.Begins < plan.Ends && plan.Begins < other.Ends) is { } overlapping)
        {
            return Refusals.ModuleDayOverlaps(overlapping.ModuleNumber, Label(overlapping.Date, overlapping.StartsAt, overlapping.EndsAt));
        }

        var nonMember = plan.Teachers.FirstOrDefault(teacher => !edition.IsInTeam(teacher, plan.Date));
        return nonMember == default ? null : Refusals.TeacherNotInTeam(nonMember);
    }

    private void Set(DayPlan plan)
    {
        (Date, StartsAt, EndsAt, Begins, Ends) = (plan.Date, plan.StartsAt, plan.EndsAt, plan.Begins, plan.Ends);
        (EveningProgramme, OvernightStay, TrainingActor, Demo) = (plan.EveningProgramme, plan.OvernightStay, plan.TrainingActor, plan.Demo);
        Teachers = [.. plan.Teachers.Distinct().Order()];
    }
}

internal sealed class ModuleDayConfiguration : IEntityTypeConfiguration<ModuleDay>
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
