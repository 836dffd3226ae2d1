using Metropool.Contracts.Internship;
using Metropool.Http;
using Metropool.Internship.Internships;

namespace Metropool.Internship.Hours;

/// <summary>The hours of an internship.</summary>
/// <param name="Status">Where the internship stands.</param>
/// <param name="LoggedMinutes">What was logged; 9600 minutes (160 hours) are needed (R25).</param>
/// <param name="LoggedWeeks">The weeks that the logged days prove; four are needed (R25).</param>
/// <param name="Days">The days, oldest first.</param>
/// <param name="Missing">What stands between the participant and a completed internship, all of it.</param>
internal sealed record HoursView(InternshipStatus Status, int LoggedMinutes, decimal LoggedWeeks, IReadOnlyList<DayView> Days, IReadOnlyList<Fault> Missing)
{
    public static HoursView Of(InternshipFile file) => new(
        file.Status,
        file.LoggedMinutes,
        file.LoggedWeeks,
        [.. file.Days.OrderBy(day => day.Date).Select(day => new DayView(day.Date, day.Minutes, day.What, day.LoggedAt))],
        file.Status == InternshipStatus.Completed ? [] : file.MissingForCompletion());
}

/// <summary>A day at the host organisation.</summary>
/// <param name="Date">The day.</param>
/// <param name="Minutes">The time.</param>
/// <param name="What">What was done.</param>
/// <param name="LoggedAt">When it was logged or corrected last.</param>
internal sealed record DayView(DateOnly Date, int Minutes, string? What, DateTimeOffset LoggedAt);
