using System.Globalization;
using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.ModuleDays;

namespace Metropool.Scheduling.Editions;

/// <summary>Finds contradictions and open questions in an edition (R2, R3). It doesn't guess, correct or propose anything.</summary>
internal sealed class EditionLinter(SchedulingSettings settings)
{
    private static readonly CultureInfo Text = CultureInfo.InvariantCulture;

    public IReadOnlyList<Finding> FindingsOf(Edition edition, IReadOnlyCollection<ModuleDay> days) =>
    [
        .. DateFindings(edition),
        .. IntakeDayFindings(edition),
        .. ModuleFindings(edition),
        .. PeopleFindings(edition),
        .. ModuleDayFindings(edition, [.. days.Where(day => !day.Cancelled)]),
        .. edition.Remarks.Where(remark => remark.Kind != RemarkKind.Note).Select(remark =>
            new Finding(remark.Kind == RemarkKind.OpenQuestion ? "open-question" : "stated-contradiction", remark.About, remark.Text)),
    ];

    private IEnumerable<Finding> DateFindings(Edition edition)
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
            yield return new("ends-before-start", "endsOn", $"The end, {until}, is before the start, {from}.");
        }
        else if (edition.DurationMonths is { } stated && !Fits(stated, from.Latest, until.Earliest, from.Earliest, until.Latest))
        {
            yield return new(
                "duration-contradicts-dates", "durationMonths",
                $"From {from} to {until} is {Months(from.Earliest, until.Latest)} months, not about {stated}.");
        }
    }

    private IEnumerable<Finding> IntakeDayFindings(Edition edition)
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
            yield return new("intake-after-start", "intakeDays", $"The last intake day, {Day(last)}, is not before the start, {start}.");
        }

        if (Months(first, start.Earliest) <= settings.IntakeMonthsBeforeStart)
        {
            yield break;
        }

        yield return new(
            "intake-long-before-start", "intakeDays",
            $"The first intake day, {Day(first)}, is {Months(first, start.Earliest)} months before the start, {start}.");

        // A wrong year would be the obvious explanation, so weekdays and dates are compared with it as well.
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
                $"In the year of the intake the stated start would be {Day(earlier)}: a {earlier.DayOfWeek}, "
                + $"and {Months(earlier, end.Latest)} months before the end, {end}.");
        }
    }

    /// <summary>R2: every module has both learning lines.</summary>
    private static IEnumerable<Finding> ModuleFindings(Edition edition)
    {
        foreach (var module in edition.Modules.Where(m => m.Kind != ModuleKind.Final).OrderBy(m => m.Number))
        {
            if (module.Cognitive is null)
            {
                yield return new("module-without-cognitive-part", Place(module), $"Module {module.Number} has no cognitive part.");
            }

            if (module.Personal is null)
            {
                yield return new(
                    "module-without-personal-part", Place(module), $"Module {module.Number} has no personal part, but every module has both learning lines.");
            }
        }
    }

    /// <summary>R5, R45: a person is named for each role; dean, programme manager and one trainer give the final module.</summary>
    private static IEnumerable<Finding> PeopleFindings(Edition edition)
    {
        foreach (var role in Enum.GetValues<TeamRole>().Where(role => role != TeamRole.Unknown && !edition.People.Any(person => person.Role == role)))
        {
            yield return new("role-not-named", "people", $"No person is named as {role.ToWords()}.");
        }

        var lecturers = edition.FindModule(EditionRules.FinalNumber)?.Cognitive?.Lecturers ?? [];
        var roles = lecturers.Select(lecturer => edition.People.FirstOrDefault(person => person.Name == lecturer.Name)?.Role).Order().ToList();
        if (!roles.SequenceEqual([TeamRole.Dean, TeamRole.ProgrammeManager, TeamRole.Trainer]))
        {
            yield return new(
                "final-module-team", "finalModule.lecturers", "Dean, programme manager and one trainer give the final module; the file names others.");
        }
    }

    private static IEnumerable<Finding> ModuleDayFindings(Edition edition, List<ModuleDay> days)
    {
        foreach (var day in days.OrderBy(d => d.Begins))
        {
            var place = $"moduleDays[{Day(day.Date)}]";
            if (day.Date < edition.StartsOn?.Earliest)
            {
                yield return new("day-before-start", place, $"A day of module {day.ModuleNumber} is before the start, {edition.StartsOn}.");
            }

            if (day.Date > edition.EndsOn?.Latest)
            {
                yield return new("day-after-end", place, $"A day of module {day.ModuleNumber} is after the end, {edition.EndsOn}.");
            }

            if (days.Exists(other => other.ModuleNumber < day.ModuleNumber && other.Begins > day.Begins))
            {
                yield return new("modules-out-of-order", place, $"A day of module {day.ModuleNumber} is before a day of an earlier module.");
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
                yield return new("fewer-days-than-stated", Place(module), $"Module {module.Number} takes at least {needed} days; {planned.Count} planned.");
            }
            else if (personal.TrainingActorOnDay is { } actorDay && !planned[actorDay - 1].TrainingActor)
            {
                yield return new(
                    "training-actor-missing", Place(module), $"A training actor takes part in day {actorDay} of module {module.Number}; none is planned.");
            }
        }
    }

    private bool Fits(int stated, DateOnly from, DateOnly until, DateOnly earliest, DateOnly latest) =>
        stated >= Months(from, until) - settings.DurationToleranceMonths && stated <= Months(earliest, latest) + settings.DurationToleranceMonths;

    /// <summary>The year of the first intake day, if all stated weekdays fit it and don't fit the year of the start; otherwise null.</summary>
    private static int? OnlyYearOfWeekdays(Edition edition, PartialDate start)
    {
        var stated = edition.IntakeDays.Where(day => day.Weekday is not null).ToList();
        var year = edition.IntakeDays[0].Date.Year;
        return stated.Count > 0 && FitsIn(year) && !FitsIn(start.Year) ? year : null;

        bool FitsIn(int inYear) => stated.TrueForAll(day => SameDayIn(inYear, day.Date)?.DayOfWeek == day.Weekday);
    }

    /// <summary>The months between two days, rounded; the last day counts.</summary>
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
