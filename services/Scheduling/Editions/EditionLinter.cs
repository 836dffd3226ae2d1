using System.Globalization;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.ModuleDays;

namespace Metropool.Scheduling.Editions;

/// <summary>
/// Lists what an edition contradicts itself in, and what it leaves open (R2, R3). It says what is so;
/// it guesses nothing, repairs nothing, and proposes no date.
/// </summary>
internal sealed class EditionLinter(SchedulingSettings settings)
{
    private static readonly CultureInfo Text = CultureInfo.InvariantCulture;

    public IReadOnlyList<Finding> FindingsOf(Edition edition, IReadOnlyCollection<ModuleDay> days) =>
    [
        .. Dates(edition),
        .. IntakeDays(edition),
        .. Modules(edition),
        .. People(edition),
        .. Days(edition, [.. days.Where(day => !day.Cancelled)]),
        .. edition.Remarks.Where(remark => remark.Kind != RemarkKind.Note).Select(remark =>
            new Finding(remark.Kind == RemarkKind.OpenQuestion ? "open-question" : "stated-contradiction", remark.About, remark.Text)),
    ];

    private IEnumerable<Finding> Dates(Edition edition)
    {
        if (edition.StartsOn is null)
        {
            yield return new("start-not-stated", "startsOn", "The first day isn't stated.");
        }
        else if (edition.StartsOn is { Day: not null } start && IsWeekend(start.Earliest))
        {
            yield return new("starts-in-weekend", "startsOn", $"The first day, {Day(start.Earliest)}, is a {start.Earliest.DayOfWeek}.");
        }

        if (edition.EndsOn is null)
        {
            yield return new("end-not-stated", "endsOn", "The end isn't stated.");
        }

        if (edition is not { StartsOn: { } from, EndsOn: { } until })
        {
            yield break;
        }

        if (until.Latest < from.Earliest)
        {
            yield return new("ends-before-start", "endsOn", $"The end, {until}, comes before the start, {from}.");
        }
        else if (edition.DurationMonths is { } stated && !Fits(stated, from.Latest, until.Earliest, from.Earliest, until.Latest))
        {
            yield return new(
                "duration-contradicts-dates", "durationMonths",
                $"From {from} to {until} is {Months(from.Earliest, until.Latest)} months, not about {stated}.");
        }
    }

    private IEnumerable<Finding> IntakeDays(Edition edition)
    {
        for (var i = 0; i < edition.IntakeDays.Count; i++)
        {
            var (date, weekday) = edition.IntakeDays[i];
            if (weekday is not null && weekday != date.DayOfWeek)
            {
                yield return new("weekday-contradicts-date", $"intakeDays[{i}]", $"{Day(date)} is a {date.DayOfWeek}, not a {weekday}.");
            }
        }

        if (edition.IntakeDays.Count == 0)
        {
            yield return new("intake-days-not-stated", "intakeDays", "The intake days aren't stated.");
            yield break;
        }

        if (edition.StartsOn is not { } start)
        {
            yield break;
        }

        var first = edition.IntakeDays.Min(day => day.Date);
        var last = edition.IntakeDays.Max(day => day.Date);
        if (last >= start.Latest)
        {
            yield return new("intake-after-start", "intakeDays", $"The intake goes on until {Day(last)}, and the start is {start}.");
        }

        if (Months(first, start.Earliest) <= settings.IntakeMonthsBeforeStart)
        {
            yield break;
        }

        yield return new(
            "intake-long-before-start", "intakeDays",
            $"The first intake day, {Day(first)}, is {Months(first, start.Earliest)} months before the start, {start}.");

        // A slip in the year would be the obvious explanation. Whether the weekdays and the other dates bear it out is stated too.
        if (OnlyYearOfWeekdays(edition, start) is { } onlyYear)
        {
            yield return new(
                "intake-weekdays-fit-one-year", "intakeDays",
                $"The weekdays stated for the intake days fit {onlyYear} and not {start.Year}, the year of the start.");
        }

        if (start.Day is not null && edition is { EndsOn: { } end, DurationMonths: { } stated }
            && first.Year < start.Year && SameDayIn(first.Year, start.Earliest) is { } earlier && earlier > last
            && (IsWeekend(earlier) || !Fits(stated, earlier, end.Earliest, earlier, end.Latest)))
        {
            yield return new(
                "start-in-year-of-intake-does-not-fit", "startsOn",
                $"In the year of the intake the stated start would be {Day(earlier)}: a {earlier.DayOfWeek}, and {Months(earlier, end.Latest)} months before the end, {end}.");
        }
    }

    /// <summary>R2: every module carries both learning lines.</summary>
    private static IEnumerable<Finding> Modules(Edition edition)
    {
        foreach (var module in edition.Modules.Where(m => m.Kind != ModuleKind.Final).OrderBy(m => m.Number))
        {
            if (module.Cognitive is null)
            {
                yield return new("module-without-cognitive-part", Place(module), $"Module {module.Number} has no cognitive part.");
            }

            if (module.Personal is null)
            {
                yield return new("module-without-personal-part", Place(module), $"Module {module.Number} has no personal part, and every module carries both learning lines.");
            }
        }
    }

    /// <summary>R5 and R45: who has a part, and that the final module is given by dean, one trainer and programme manager.</summary>
    private static IEnumerable<Finding> People(Edition edition)
    {
        foreach (var part in Enum.GetValues<TeamPart>().Where(part => part != TeamPart.Unknown && !edition.People.Any(person => person.Part == part)))
        {
            yield return new("part-not-named", "people", $"Nobody is named as {PartNames.Of(part)}.");
        }

        var givers = edition.ModuleNumbered(EditionRules.FinalNumber)?.Cognitive?.Lecturers ?? [];
        var parts = givers.Select(giver => edition.People.FirstOrDefault(person => person.Name == giver.Name)?.Part).Order().ToList();
        if (!parts.SequenceEqual([TeamPart.Dean, TeamPart.ProgrammeManager, TeamPart.Trainer]))
        {
            yield return new("final-module-team", "finalModule.lecturers", "The final module is given by the dean, one trainer and the programme manager; those named are others.");
        }
    }

    private static IEnumerable<Finding> Days(Edition edition, List<ModuleDay> days)
    {
        foreach (var day in days.OrderBy(d => d.Begins))
        {
            var place = $"moduleDays[{Day(day.Date)}]";
            if (day.Date < edition.StartsOn?.Earliest)
            {
                yield return new("day-before-start", place, $"A day of module {day.ModuleNumber} comes before the start, {edition.StartsOn}.");
            }

            if (day.Date > edition.EndsOn?.Latest)
            {
                yield return new("day-after-end", place, $"A day of module {day.ModuleNumber} comes after the end, {edition.EndsOn}.");
            }

            if (days.Exists(other => other.ModuleNumber < day.ModuleNumber && other.Begins > day.Begins))
            {
                yield return new("modules-out-of-order", place, $"A day of module {day.ModuleNumber} comes before one of an earlier module.");
            }
        }

        foreach (var module in edition.Modules.OrderBy(m => m.Number))
        {
            var planned = days.Where(day => day.ModuleNumber == module.Number).OrderBy(day => day.Begins).ToList();
            if (planned.Count == 0 || module.Personal is not { } personal)
            {
                continue;
            }

            var needed = Math.Max(personal.StatedDays ?? 0, personal.TrainingActorOnDay ?? 0);
            if (planned.Count < needed)
            {
                yield return new("fewer-days-than-stated", Place(module), $"Module {module.Number} takes {needed} days at least; {planned.Count} planned.");
            }
            else if (personal.TrainingActorOnDay is { } actorDay && !planned[actorDay - 1].TrainingActor)
            {
                yield return new("training-actor-missing", Place(module), $"On day {actorDay} of module {module.Number} a training actor works along; none is planned.");
            }
        }
    }

    private bool Fits(int stated, DateOnly from, DateOnly until, DateOnly earliest, DateOnly latest) =>
        stated >= Months(from, until) - settings.DurationToleranceMonths && stated <= Months(earliest, latest) + settings.DurationToleranceMonths;

    /// <summary>The year that all stated weekdays fit and that of the start doesn't; null where none is stated, or where the start's fits as well.</summary>
    private static int? OnlyYearOfWeekdays(Edition edition, Contracts.PartialDate start)
    {
        var stated = edition.IntakeDays.Where(day => day.Weekday is not null).ToList();
        var year = edition.IntakeDays[0].Date.Year;
        return stated.Count > 0 && FitsIn(year) && !FitsIn(start.Year) ? year : null;

        bool FitsIn(int inYear) => stated.TrueForAll(day => SameDayIn(inYear, day.Date)?.DayOfWeek == day.Weekday);
    }

    /// <summary>Months between two days, to the nearest whole one; the last day counts.</summary>
    private static int Months(DateOnly from, DateOnly until)
    {
        var days = until.AddDays(1).DayNumber - from.DayNumber;
        return (int)Math.Round(days / 30.436875, MidpointRounding.AwayFromZero);
    }

    private static DateOnly? SameDayIn(int year, DateOnly day) =>
        day is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year) ? null : new DateOnly(year, day.Month, day.Day);

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static string Place(Module module) => module.Kind == ModuleKind.Final ? "finalModule" : $"modules[{module.Number - 1}]";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", Text);
}
