namespace Metropool.Internship.Placements;

/// <summary>Consecutive days at the host organisation, in Europe/Amsterdam.</summary>
internal sealed class PlacementPeriod
{
    /// <summary>Monday to Friday.</summary>
    public static readonly IReadOnlyList<DayOfWeek> WorkingWeek =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    public required Guid Id { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly Until { get; init; }

    public required decimal HoursPerWeek { get; init; }

    /// <summary>The days of the week on which the participant works.</summary>
    public required List<DayOfWeek> Weekdays { get; init; }

    public bool Covers(DateOnly day) => day >= From && day <= Until;

    public IEnumerable<DateOnly> Days() => Enumerable.Range(From.DayNumber, Until.DayNumber - From.DayNumber + 1).Select(DateOnly.FromDayNumber);

    /// <summary>The days on which the participant works, without regard to holidays.</summary>
    public IEnumerable<DateOnly> WorkingDays() => Days().Where(day => Weekdays.Contains(day.DayOfWeek));

    public static PlacementPeriod FullTime(DateOnly from, DateOnly until) =>
        new() { Id = Guid.CreateVersion7(), From = from, Until = until, HoursPerWeek = 40, Weekdays = [.. WorkingWeek] };
}
