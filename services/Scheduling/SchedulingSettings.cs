using System.ComponentModel.DataAnnotations;

namespace Metropool.Scheduling;

/// <summary>The settings under <c>Metropool:Scheduling</c>. What the brochure leaves open is a default for editions that are imported from then on; each edition keeps its own.</summary>
internal sealed class SchedulingSettings
{
    /// <summary>What counts as missed (R18), unless the edition says otherwise.</summary>
    public AttendanceUnit AttendanceCountsPer { get; init; } = AttendanceUnit.Day;

    /// <summary>Length of an intake interview in minutes, unless the booking says otherwise.</summary>
    [Range(10, 240)]
    public int IntakeInterviewMinutes { get; init; } = 45;

    /// <summary>Length of a development interview in minutes, unless the booking says otherwise.</summary>
    [Range(10, 240)]
    public int DevelopmentInterviewMinutes { get; init; } = 60;

    /// <summary>Length of a final interview in minutes, unless the booking says otherwise.</summary>
    [Range(10, 240)]
    public int FinalInterviewMinutes { get; init; } = 60;

    /// <summary>From when on interviews are offered on a day, in Europe/Amsterdam.</summary>
    public TimeOnly InterviewsFrom { get; init; } = new(9, 0);

    /// <summary>Until when interviews are offered on a day, in Europe/Amsterdam.</summary>
    public TimeOnly InterviewsUntil { get; init; } = new(18, 0);

    /// <summary>How many months an intake may lie before the start before the linter finds it contradictory (R3).</summary>
    [Range(1, 60)]
    public int IntakeMonthsBeforeStart { get; init; } = 12;

    /// <summary>How many months a stated duration ("circa") may differ from the stated dates before the linter finds it contradictory (R3).</summary>
    [Range(0, 12)]
    public int DurationToleranceMonths { get; init; } = 2;

    /// <summary>How often the service looks whether a module is over. In Development every second at least, since programme time can be moved there.</summary>
    [Range(typeof(TimeSpan), "00:00:00.250", "01:00:00")]
    public TimeSpan PassInterval { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>What counts as missed (R18).</summary>
internal enum AttendanceUnit
{
    /// <summary>A day that was not attended.</summary>
    Day,

    /// <summary>A module of which no day was attended.</summary>
    Module,
}
