using System.Globalization;
using System.Text.Json.Nodes;

namespace Metropool.Journey.Scenarios;

/// <summary>
/// The dates of an edition. The intake days and the first day are those of the edition file. It has no module days, so the demonstration plans them at
/// regular intervals.
/// </summary>
internal sealed class Calendar
{
    private const int WeeksBetweenModules = 4;
    private const int InternshipWeeks = 4;
    private static readonly TimeOnly FirstInterviewTime = new(9, 0);

    private Calendar(IReadOnlyList<DateOnly> intakeDays, DateOnly start, IReadOnlyList<PlannedModule> modules) =>
        (IntakeDays, Start, Modules) = (intakeDays, start, modules);

    public const int InterviewMinutes = 45;

    /// <summary>The interviews of a day, from 09:00 to 17:15.</summary>
    public const int InterviewsPerDay = 11;

    /// <summary>The intake days of the edition file, in order.</summary>
    public IReadOnlyList<DateOnly> IntakeDays { get; }

    /// <summary>The first day of module 1, a Monday.</summary>
    public DateOnly Start { get; }

    /// <summary>All modules in order, with the final module.</summary>
    public IReadOnlyList<PlannedModule> Modules { get; }

    /// <summary>A day before the intake days, for the import of the edition and the applications.</summary>
    public DateOnly PreparationDay => IntakeDays[0].AddDays(-42);

    /// <summary>The Monday on which the final interviews start.</summary>
    public DateOnly FinalInterviewsFrom => Modules[^1].Days[^1].AddDays(13);

    /// <summary>The day on which the certificates are awarded, after the final interviews (R39).</summary>
    public DateOnly ClosingEvent => FinalInterviewsFrom.AddDays(18);

    /// <summary>Plans the dates of an edition.</summary>
    /// <param name="edition">The content of the edition file.</param>
    /// <param name="candidates">The number of candidates of the largest group.</param>
    /// <exception cref="InvalidEditionException">A field of the file is missing or invalid. Scheduling reports the faults in more detail.</exception>
    /// <exception cref="JourneyException">The edition is valid, but not suitable for a demonstration.</exception>
    public static Calendar Of(JsonObject edition, int candidates)
    {
        var days = List(edition, "intakeDays").Select((day, i) => Date(day?["date"], $"intakeDays[{i}].date")).Order().ToList();
        var stated = Date(edition["startsOn"], "startsOn");
        if (days.Count * InterviewsPerDay < candidates)
        {
            throw new UnsuitableEditionException(
                $"{days.Count} intake day(s) have room for {days.Count * InterviewsPerDay} interviews, but there are {candidates} candidates.");
        }

        if (stated <= days[^1])
        {
            throw new UnsuitableEditionException($"startsOn ({stated:yyyy-MM-dd}) is not after the last intake day ({days[^1]:yyyy-MM-dd}).");
        }

        var start = stated.AddDays((8 - (int)stated.DayOfWeek) % 7);
        var modules = new List<PlannedModule>();
        var monday = start;
        foreach (var (i, module) in List(edition, "modules").Index())
        {
            var number = Value<int>(module?["number"], $"modules[{i}].number");
            var isInternship = Value<string>(module?["kind"], $"modules[{i}].kind") == "internship";
            IReadOnlyList<DateOnly> moduleDays = isInternship
                ? [.. Enumerable.Range(0, InternshipWeeks * 7).Select(monday.AddDays).Where(IsWorkingDay)]
                : [monday, monday.AddDays(1)];
            modules.Add(new PlannedModule(number, isInternship, moduleDays));
            monday = monday.AddDays(7 * (WeeksBetweenModules + (isInternship ? InternshipWeeks : 0)));
        }

        modules.Add(new PlannedModule(modules[^1].Number + 1, false, [monday, monday.AddDays(1)]));
        return new Calendar(days, start, modules);
    }

    /// <summary>The start of the interview in a slot. The slots of all days are numbered from 0.</summary>
    public static DateTimeOffset InterviewStart(IReadOnlyList<DateOnly> days, int slot) =>
        AmsterdamTime.At(days[slot / InterviewsPerDay], FirstInterviewTime.AddMinutes(slot % InterviewsPerDay * InterviewMinutes));

    /// <summary>The working days that a number of interviews needs, from a Monday on.</summary>
    public static IReadOnlyList<DateOnly> InterviewDays(DateOnly monday, int interviews) => [.. Enumerable.Range(0, 366)
        .Select(monday.AddDays)
        .Where(IsWorkingDay)
        .Take(((interviews - 1) / InterviewsPerDay) + 1)];

    private static bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static JsonArray List(JsonObject edition, string field) =>
        edition[field] is JsonArray { Count: > 0 } list ? list : throw new InvalidEditionException($"{field} must be a list with at least one item.");

    private static T Value<T>(JsonNode? node, string field) =>
        node is JsonValue value && value.TryGetValue<T>(out var found)
            ? found
            : throw new InvalidEditionException($"{field} is missing or has another type.");

    private static DateOnly Date(JsonNode? node, string field)
    {
        var text = Value<string>(node, field);
        return DateOnly.TryParseExact(text.Length == 7 ? text + "-01" : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 1900 and < 2200
            ? date
            : throw new InvalidEditionException($"{field} is \"{text}\", which is not a date.");
    }
}

/// <summary>The edition is not suitable for a demonstration.</summary>
internal class UnsuitableEditionException(string reason) : JourneyException($"The edition is not suitable for a demonstration: {reason}");

/// <summary>A field of the edition file that the demonstration needs is missing or invalid.</summary>
internal sealed class InvalidEditionException(string reason) : UnsuitableEditionException(reason);

/// <summary>A module of the demonstration.</summary>
/// <param name="Number">The number of the module.</param>
/// <param name="IsInternship">Whether the module is the internship.</param>
/// <param name="Days">The module days, or the days at the host organisation.</param>
internal sealed record PlannedModule(int Number, bool IsInternship, IReadOnlyList<DateOnly> Days);
