using System.Globalization;
using System.Text.Json.Nodes;

namespace Metropool.Journey.Play;

/// <summary>
/// When everything of an edition takes place: the intake days and the first day as its file states them, everything after that in an even rhythm.
/// The file knows no module days; these are the demonstration's own.
/// </summary>
internal sealed class Calendar
{
    private const int WeeksBetweenModules = 4;
    private const int InternshipWeeks = 4;
    private static readonly TimeOnly FirstInterview = new(9, 0);

    private Calendar(IReadOnlyList<DateOnly> intakeDays, DateOnly start, IReadOnlyList<PlannedModule> modules) =>
        (IntakeDays, Start, Modules) = (intakeDays, start, modules);

    public const int InterviewMinutes = 45;

    /// <summary>From nine to a quarter past five.</summary>
    public const int InterviewsPerDay = 11;

    /// <summary>As the file states them, in order.</summary>
    public IReadOnlyList<DateOnly> IntakeDays { get; }

    /// <summary>A Monday.</summary>
    public DateOnly Start { get; }

    /// <summary>All modules in order, the final one included.</summary>
    public IReadOnlyList<PlannedModule> Modules { get; }

    /// <summary>Before anything happens: early enough to import the edition and to apply.</summary>
    public DateOnly Before => IntakeDays[0].AddDays(-42);

    /// <summary>The Monday from which the final interviews are held.</summary>
    public DateOnly FinalInterviews => Modules[^1].Days[^1].AddDays(13);

    /// <summary>When the certificates are handed out: another day than the final interviews (R39).</summary>
    public DateOnly ClosingEvent => FinalInterviews.AddDays(18);

    /// <summary>Plans an edition.</summary>
    /// <param name="edition">The edition as its file states it.</param>
    /// <param name="candidates">How many candidates the largest group has.</param>
    /// <exception cref="CalendarException">Something in the file can't be read; Scheduling says better what is wrong with it.</exception>
    /// <exception cref="JourneyException">It is an edition, and not one that the demonstration can play.</exception>
    public static Calendar Of(JsonObject edition, int candidates)
    {
        var days = List(edition, "intakeDays").Select((day, i) => Date(day?["date"], $"intakeDays[{i}].date")).Order().ToList();
        var stated = Date(edition["startsOn"], "startsOn");
        if (days.Count * InterviewsPerDay < candidates)
        {
            throw new JourneyException($"The demonstration can't play this edition: {days.Count} intake day(s) hold {days.Count * InterviewsPerDay} interviews, and there are {candidates} candidates.");
        }

        if (stated <= days[^1])
        {
            throw new JourneyException($"The demonstration can't play this edition: startsOn ({stated:yyyy-MM-dd}) isn't after the last of the intake days ({days[^1]:yyyy-MM-dd}).");
        }

        var start = stated.AddDays((8 - (int)stated.DayOfWeek) % 7);
        var modules = new List<PlannedModule>();
        var monday = start;
        foreach (var (number, kind) in List(edition, "modules").Select((module, i) => (Value<int>(module?["number"], $"modules[{i}].number"), Value<string>(module?["kind"], $"modules[{i}].kind"))))
        {
            modules.Add(kind == "internship"
                ? new PlannedModule(number, true, [.. Enumerable.Range(0, InternshipWeeks * 7).Select(monday.AddDays).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))])
                : new PlannedModule(number, false, [monday, monday.AddDays(1)]));
            monday = monday.AddDays(7 * (WeeksBetweenModules + (kind == "internship" ? InternshipWeeks : 0)));
        }

        modules.Add(new PlannedModule(modules[^1].Number + 1, false, [monday, monday.AddDays(1)]));
        return new Calendar(days, start, modules);
    }

    /// <summary>The day and the start of an interview in a row of them that begins on some day, one after the other, on working days.</summary>
    public static DateTimeOffset InterviewStart(IReadOnlyList<DateOnly> days, int place) =>
        Amsterdam.At(days[place / InterviewsPerDay], FirstInterview.AddMinutes(place % InterviewsPerDay * InterviewMinutes));

    /// <summary>As many working days from a Monday on as a number of interviews takes.</summary>
    public static IReadOnlyList<DateOnly> InterviewDays(DateOnly monday, int interviews) => [.. Enumerable.Range(0, 366)
        .Select(monday.AddDays)
        .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
        .Take(((interviews - 1) / InterviewsPerDay) + 1)];

    private static JsonArray List(JsonObject edition, string place) =>
        edition[place] is JsonArray { Count: > 0 } list ? list : throw new CalendarException($"{place} is no list with something in it.");

    private static T Value<T>(JsonNode? node, string place) =>
        node is JsonValue value && value.TryGetValue<T>(out var found) ? found : throw new CalendarException($"{place} is missing or isn't what it should be.");

    private static DateOnly Date(JsonNode? node, string place)
    {
        var text = Value<string>(node, place);
        return DateOnly.TryParseExact(text.Length == 7 ? text + "-01" : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 1900 and < 2200
            ? date
            : throw new CalendarException($"{place} is \"{text}\", which is no date.");
    }
}

/// <summary>Something that the demonstration needs isn't in the edition file.</summary>
internal sealed class CalendarException(string reason) : JourneyException($"The demonstration can't play this edition: {reason}");

/// <summary>A module of the demonstration.</summary>
/// <param name="Number">Its number.</param>
/// <param name="IsInternship">Whether it is the internship.</param>
/// <param name="Days">The days of the group, or the days at the host organisation.</param>
internal sealed record PlannedModule(int Number, bool IsInternship, IReadOnlyList<DateOnly> Days);
