namespace Metropool.Internship.Placements;

/// <summary>
/// The planned time of a set of periods (R25): the working time, and the weeks.
/// </summary>
/// <remarks>
/// A day counts if it is one of the period's weekdays, and neither a public holiday of a Dutch host organisation nor a day on which it is closed. Its hours
/// are the period's hours per week divided by the number of weekdays. A holiday takes off its hours, and a 35-hour week needs more days.
/// A week is as many working days as the period has weekdays, whatever the first day is: four times Monday to Thursday are four weeks.
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

    /// <summary>The planned weeks.</summary>
    public decimal Weeks { get; }

    /// <summary>The public holidays on which the participant doesn't work.</summary>
    public IReadOnlyList<Holiday> Holidays { get; }

    /// <summary>Adds up periods that don't overlap.</summary>
    /// <param name="periods">The periods.</param>
    /// <param name="country">
    /// The country of the host organisation, ISO 3166-1 alpha-2. Dutch holidays are computed; those of other countries are in <paramref name="closedDays"/>.
    /// </param>
    /// <param name="closedDays">The days on which the host organisation is closed.</param>
    public static WorkPlan Of(IReadOnlyCollection<PlacementPeriod> periods, string country, IReadOnlyCollection<DateOnly> closedDays)
    {
        var closed = closedDays.ToHashSet();
        var holidaysInPeriods = new List<Holiday>();
        var minutes = 0m;
        foreach (var period in periods.OrderBy(period => period.From))
        {
            var holidays = country == "NL" ? DutchHolidays.Between(period.From, period.Until).ToDictionary(holiday => holiday.Date) : [];
            var minutesPerDay = period.HoursPerWeek * 60 / period.Weekdays.Count;
            foreach (var day in period.WorkingDays())
            {
                if (holidays.TryGetValue(day, out var holiday))
                {
                    holidaysInPeriods.Add(holiday);
                }
                else if (!closed.Contains(day))
                {
                    minutes += minutesPerDay;
                }
            }
        }

        return new WorkPlan((int)Math.Round(minutes), WeeksOf(periods, _ => true), holidaysInPeriods);
    }

    /// <summary>
    /// The weeks in which hours were logged (R25): only the working days in calendar weeks (Monday to Sunday) with a logged day are counted.
    /// </summary>
    public static decimal LoggedWeeks(IReadOnlyCollection<PlacementPeriod> periods, IEnumerable<DateOnly> loggedDays)
    {
        var weeks = loggedDays.Select(MondayOf).ToHashSet();
        return WeeksOf(periods, day => weeks.Contains(MondayOf(day)));
    }

    // Days are added before they are divided, so that thirds of a week aren't lost.
    private static decimal WeeksOf(IEnumerable<PlacementPeriod> periods, Func<DateOnly, bool> counts) => Math.Round(
        periods.GroupBy(period => period.Weekdays.Count).Sum(same => (decimal)same.Sum(period => period.WorkingDays().Count(counts)) / same.Key), 4);

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
