using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;

namespace Metropool.Scheduling.ModuleDays;

/// <summary>When a module day is, and what comes with it.</summary>
/// <param name="Date">The day, in Europe/Amsterdam.</param>
/// <param name="StartsAt">The start, in Europe/Amsterdam.</param>
/// <param name="EndsAt">The end, the evening programme included, in Europe/Amsterdam.</param>
/// <param name="EveningProgramme">Whether there is an evening programme (R7).</param>
/// <param name="OvernightStay">Whether there is an overnight stay; never obligatory (R7, R18).</param>
/// <param name="TrainingActor">Whether a training actor works along (R5).</param>
/// <param name="Demo">Made up for a demonstration: the brochure states no module days.</param>
internal sealed record DayPlan(
    DateOnly Date, TimeOnly StartsAt, TimeOnly EndsAt, bool EveningProgramme, bool OvernightStay, bool TrainingActor, bool Demo)
{
    public DateTimeOffset Begins => ProgrammeClock.InstantOf(Date, StartsAt);

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

    /// <summary>Members of the team who teach on it: their calendars are taken. Lecturers without an account are not here (R45).</summary>
    public IReadOnlyList<Guid> Teachers { get; private set; } = [];

    /// <summary>Whether the school moved it after the release: who therefore misses it has made no exception (R18).</summary>
    public bool MovedAfterRelease { get; private set; }

    public bool Cancelled { get; private set; }

    /// <summary>Plans a day of a module.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="module">The module.</param>
    /// <param name="plan">When it is, and what comes with it.</param>
    /// <param name="teachers">Members of the team who teach on it.</param>
    /// <param name="others">The days of the edition: two of them don't overlap.</param>
    /// <param name="now">Programme time.</param>
    public static Outcome<ModuleDay> Plan(
        Edition edition, Module module, DayPlan plan, IReadOnlyList<Guid> teachers, IReadOnlyCollection<ModuleDay> others, DateTimeOffset now)
    {
        if (Check(edition, module, plan, teachers, others, now) is { } refusal)
        {
            return refusal;
        }

        var day = new ModuleDay { Id = Guid.CreateVersion7(), Version = 1, EditionId = edition.Id, ModuleId = module.Id, ModuleNumber = module.Number };
        day.Take(plan, teachers);
        return day;
    }

    /// <summary>Moves the day to another time, or changes what comes with it.</summary>
    /// <returns>What changed.</returns>
    public Outcome<string> Change(
        Edition edition, Module module, DayPlan plan, IReadOnlyList<Guid> teachers, IReadOnlyCollection<ModuleDay> others, DateTimeOffset now)
    {
        if (Cancelled)
        {
            return IsCancelled();
        }

        if (Begins <= now)
        {
            return HasBegun();
        }

        if (Check(edition, module, plan, teachers, [.. others.Where(other => other.Id != Id)], now) is { } refusal)
        {
            return refusal;
        }

        var moved = (plan.Begins, plan.Ends) != (Begins, Ends);
        var what = moved ? $"Module {ModuleNumber}: {Label(Date, StartsAt, EndsAt)} became {Label(plan.Date, plan.StartsAt, plan.EndsAt)}" : $"Module {ModuleNumber}, {Date:yyyy-MM-dd}: what comes with it";
        MovedAfterRelease |= moved && edition.Release is not null;
        Version++;
        Take(plan, teachers);
        return what;
    }

    /// <summary>Takes the day out of the programme. A day that is over took place.</summary>
    public Outcome<string> Cancel(DateTimeOffset now)
    {
        if (Cancelled)
        {
            return IsCancelled();
        }

        if (Begins <= now)
        {
            return HasBegun();
        }

        Cancelled = true;
        Version++;
        return $"Module {ModuleNumber}: {Label(Date, StartsAt, EndsAt)} was cancelled";
    }

    public static Refusal Unknown() => Refusal.NotFound("scheduling.module-day-unknown", "There is no such module day.");

    private static Refusal IsCancelled() => Refusal.Conflict("scheduling.module-day-cancelled", "The module day is cancelled.");

    private static Refusal HasBegun() => Refusal.Conflict("scheduling.module-day-begun", "The module day has begun or is over.");

    private static string Label(DateOnly date, TimeOnly from, TimeOnly until) => $"{date:yyyy-MM-dd} {from:HH\\:mm}-{until:HH\\:mm}";

    private static Refusal? Check(
        Edition edition, Module module, DayPlan plan, IReadOnlyList<Guid> teachers, IReadOnlyCollection<ModuleDay> others, DateTimeOffset now)
    {
        if (edition.Status == Contracts.Scheduling.EditionStatus.Cancelled)
        {
            return Edition.Cancelled();
        }

        if (module.CompletedOn is not null)
        {
            return Refusal.Conflict("scheduling.module-completed", "The last day of this module is over; its days can't change any more.");
        }

        if (plan.EndsAt <= plan.StartsAt)
        {
            return Refusal.Invalid("scheduling.times-invalid", "A module day ends after it starts, on the same day.", new Fault("endsAt", "before-start", "It comes before the start."));
        }

        if (plan.Begins <= now)
        {
            return Refusal.Conflict("scheduling.starts-in-the-past", "A module day is planned for a time to come.");
        }

        if (others.FirstOrDefault(other => !other.Cancelled && other.Begins < plan.Ends && plan.Begins < other.Ends) is { } overlapped)
        {
            return Refusal.Conflict(
                "scheduling.module-day-overlaps",
                $"A day of module {overlapped.ModuleNumber} is planned then: {Label(overlapped.Date, overlapped.StartsAt, overlapped.EndsAt)}. Everybody would be in two places at once.");
        }

        if (teachers.FirstOrDefault(teacher => !edition.IsInTeam(teacher, plan.Date)) is var stranger && stranger != default)
        {
            return Refusal.Conflict("scheduling.teacher-not-in-team", "Somebody who teaches with an account has a part in the team on that day.", new Fault($"teachers: {stranger}", "not-in-team", "Has no part in the team on that day."));
        }

        return null;
    }

    private void Take(DayPlan plan, IReadOnlyList<Guid> teachers)
    {
        (Date, StartsAt, EndsAt, Begins, Ends) = (plan.Date, plan.StartsAt, plan.EndsAt, plan.Begins, plan.Ends);
        (EveningProgramme, OvernightStay, TrainingActor, Demo) = (plan.EveningProgramme, plan.OvernightStay, plan.TrainingActor, plan.Demo);
        Teachers = [.. teachers.Distinct().Order()];
    }
}
