namespace Metropool.Journey.Play;

/// <summary>Wall-clock times in Europe/Amsterdam, in which the programme's days are.</summary>
internal static class Amsterdam
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    public static DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }
}
