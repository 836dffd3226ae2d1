namespace Metropool.Mail;

/// <summary>Dates and times in Dutch notation.</summary>
public static class DutchTime
{
    private static readonly string[] Months =
        ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"];

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    /// <summary>A moment in Europe/Amsterdam, such as "3 oktober 2026 14:05 uur".</summary>
    public static string Of(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone);
        return FormattableString.Invariant($"{Of(DateOnly.FromDateTime(local.DateTime))} {local:HH:mm} uur");
    }

    /// <summary>A day, such as "3 oktober 2026".</summary>
    public static string Of(DateOnly day) => FormattableString.Invariant($"{day.Day} {MonthOf(day.Month)} {day.Year}");

    /// <summary>A month, such as "oktober".</summary>
    /// <param name="month">From 1.</param>
    public static string MonthOf(int month) => Months[month - 1];
}
