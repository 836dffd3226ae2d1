namespace Metropool.Internship.Placements;

/// <summary>A public holiday.</summary>
internal readonly record struct Holiday(DateOnly Date, string Name);

/// <summary>
/// The public holidays on which Dutch public organisations are closed: those of the Algemene termijnenwet (article 3), with Liberation Day once in five years
/// as in the collective agreements of municipalities and the State. Good Friday isn't a day off in them.
/// </summary>
internal static class DutchHolidays
{
    /// <summary>The holidays of a year, oldest first.</summary>
    public static IReadOnlyList<Holiday> Of(int year)
    {
        var easter = EasterSunday(year);
        var holidays = new List<Holiday>
        {
            new(new DateOnly(year, 1, 1), "Nieuwjaarsdag"),
            new(easter.AddDays(1), "Tweede paasdag"),
            new(KingsDay(year), "Koningsdag"),
            new(easter.AddDays(39), "Hemelvaartsdag"),
            new(easter.AddDays(50), "Tweede pinksterdag"),
            new(new DateOnly(year, 12, 25), "Eerste kerstdag"),
            new(new DateOnly(year, 12, 26), "Tweede kerstdag"),
        };
        if (year % 5 == 0)
        {
            holidays.Add(new(new DateOnly(year, 5, 5), "Bevrijdingsdag"));
        }

        return [.. holidays.OrderBy(holiday => holiday.Date)];
    }

    /// <summary>The holidays from one day to another, both included.</summary>
    public static IEnumerable<Holiday> Between(DateOnly from, DateOnly until) =>
        Enumerable.Range(from.Year, until.Year - from.Year + 1).SelectMany(Of).Where(holiday => holiday.Date >= from && holiday.Date <= until);

    private static DateOnly KingsDay(int year)
    {
        // If it is a Sunday, it is celebrated on the Saturday before.
        var day = new DateOnly(year, 4, 27);
        return day.DayOfWeek == DayOfWeek.Sunday ? day.AddDays(-1) : day;
    }

    /// <summary>Easter Sunday in the Gregorian calendar: the anonymous algorithm, as Meeus gives it in "Astronomical Algorithms", chapter 8.</summary>
    private static DateOnly EasterSunday(int year)
    {
        var (century, yearOfCentury) = Math.DivRem(year, 100);
        var golden = year % 19;
        var (centuryLeaps, centuryRest) = Math.DivRem(century, 4);
        var correction = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + century - centuryLeaps - correction + 15) % 30;
        var (leaps, rest) = Math.DivRem(yearOfCentury, 4);
        var toSunday = (32 + (2 * centuryRest) + (2 * leaps) - epact - rest) % 7;
        var shift = (golden + (11 * epact) + (22 * toSunday)) / 451;
        var (month, day) = Math.DivRem(epact + toSunday - (7 * shift) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }
}
