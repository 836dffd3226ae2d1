using Metropool.Contracts.Internship;
using Metropool.Http;
using Metropool.Internship.Internships;

namespace Metropool.Internship.Hours;

/// <summary>The hours of an internship.</summary>
/// <param name="Status">The status of the internship.</param>
/// <param name="LoggedMinutes">The logged time; 9600 minutes (160 hours) are needed (R25).</param>
/// <param name="LoggedWeeks">The weeks in which hours were logged; four are needed (R25).</param>
/// <param name="Days">The days, oldest first.</param>
/// <param name="Missing">Everything that is missing for the completion of the internship.</param>
internal sealed record HoursDetail(InternshipStatus Status, int LoggedMinutes, decimal LoggedWeeks, IReadOnlyList<DayDetail> Days, IReadOnlyList<Fault> Missing)
{
    public static HoursDetail Of(InternshipFile file) => new(
        file.Status,
        file.LoggedMinutes,
        file.LoggedWeeks,
        [.. file.Days.OrderBy(day => day.Date).Select(day => new DayDetail(day.Date, day.Minutes, day.Activities, day.LoggedAt))],
        file.MissingForCompletion());
}

/// <summary>A day at the host organisation.</summary>
/// <param name="Date">The day.</param>
/// <param name="Minutes">The time worked.</param>
/// <param name="Activities">What was done.</param>
/// <param name="LoggedAt">When it was last logged, UTC.</param>
internal sealed record DayDetail(DateOnly Date, int Minutes, string? Activities, DateTimeOffset LoggedAt);
