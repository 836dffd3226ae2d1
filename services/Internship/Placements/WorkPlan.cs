namespace Metropool.Internship.Placements;

/// <summary>
/// What a set of periods at a host comes to (R25): the working time that is planned in them, and the weeks they last.
/// </summary>
/// <remarks>
/// A day counts when it is one of the period's weekdays, and neither a public holiday of a Dutch host nor a day on which the host is closed;
/// its hours are the period's hours a week divided over its weekdays. So a holiday costs its hours, and a 35-hour week needs more days.
/// A week is as many of the period's weekdays as there are in one, wherever it begins: Monday to Thursday four times are four weeks.
/// A holiday doesn't shorten the week that it is in.
/// </remarks>
internal sealed class WorkPlan
{
    /// <summary>R25, in minutes of work: 160 hours.</summary>
    public const int MinimumMinutes = 160 * 60;

    /// <summary>R25.</summary>
    public const int MinimumWeeks = 4;

    private WorkPlan(int minutes, decimal weeks, IReadOnlyList<Holiday> holidays) => (Minutes, Weeks, Holidays) = (minutes, weeks, holidays);

    /// <summary>The working time, in minutes.</summary>
    public int Minutes { get; }

    /// <summary>The weeks that the periods last.</summary>
    public decimal Weeks { get; }

    /// <summary>The public holidays that cost working time.</summary>
    public IReadOnlyList<Holiday> Holidays { get; }

    /// <summary>Adds up periods that don't overlap.</summary>
    /// <param name="periods">The periods.</param>
    /// <param name="country">Where the host is, ISO 3166-1 alpha-2. The holidays of the Netherlands are computed; those of elsewhere are among <paramref name="closedDays"/>.</param>
    /// <param name="closedDays">The days on which the host is closed.</param>
    public static WorkPlan Of(IReadOnlyCollection<PlacementPeriod> periods, string country, IReadOnlyCollection<DateOnly> closedDays)
    {
        var closed = closedDays.ToHashSet();
        var holidaysMet = new List<Holiday>();
        var minutes = 0m;
        foreach (var period in periods.OrderBy(period => period.From))
        {
            var holidays = country == "NL" ? DutchHolidays.Between(period.From, period.Until).ToDictionary(holiday => holiday.Date) : [];
            var minutesADay = period.HoursPerWeek * 60 / period.Weekdays.Count;
            foreach (var day in period.DaysThere())
            {
                if (holidays.TryGetValue(day, out var holiday))
                {
                    holidaysMet.Add(holiday);
                }
                else if (!closed.Contains(day))
                {
                    minutes += minutesADay;
                }
            }
        }

        return new WorkPlan((int)Math.Round(minutes), WeeksOf(periods, _ => true), holidaysMet);
    }

    /// <summary>
    /// The weeks of the periods, of those calendar weeks (Monday to Sunday) only in which something was done: what the logged days prove of R25's four weeks.
    /// </summary>
    public static decimal WeeksProven(IReadOnlyCollection<PlacementPeriod> periods, IEnumerable<DateOnly> loggedDays)
    {
        var weeks = loggedDays.Select(MondayOf).ToHashSet();
        return WeeksOf(periods, day => weeks.Contains(MondayOf(day)));
    }

    // Days are added up before they are divided: thirds of a week don't get lost.
    private static decimal WeeksOf(IEnumerable<PlacementPeriod> periods, Func<DateOnly, bool> counts) => Math.Round(
        periods.GroupBy(period => period.Weekdays.Count).Sum(same => (decimal)same.Sum(period => period.DaysThere().Count(counts)) / same.Key), 4);

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
