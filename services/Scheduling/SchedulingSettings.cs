using System.ComponentModel.DataAnnotations;

namespace Metropool.Scheduling;

/// <summary>The settings under <c>Metropool:Scheduling</c>. What the brochure leaves open is a default for editions that are imported later.</summary>
internal sealed class SchedulingSettings
{
    /// <summary>What counts as missed (R18), unless the edition has another setting.</summary>
    public AttendanceUnit AttendanceCountsPer { get; init; } = AttendanceUnit.Day;

    /// <summary>The length of an intake interview in minutes, unless the edition or booking has another.</summary>
    [Range(10, 240)]
    public int IntakeInterviewMinutes { get; init; } = 45;

    /// <summary>The length of a development interview in minutes, unless the edition or booking has another.</summary>
    [Range(10, 240)]
    public int DevelopmentInterviewMinutes { get; init; } = 60;

    /// <summary>The length of a final interview in minutes, unless the edition or booking has another.</summary>
    [Range(10, 240)]
    public int FinalInterviewMinutes { get; init; } = 60;

    /// <summary>The earliest start of an offered slot, in Europe/Amsterdam.</summary>
    public TimeOnly InterviewsFrom { get; init; } = new(9, 0);

    /// <summary>The latest end of an offered slot, in Europe/Amsterdam.</summary>
    public TimeOnly InterviewsUntil { get; init; } = new(18, 0);

    /// <summary>The number of months that an intake can be before the start without being a contradiction (R3).</summary>
    [Range(1, 60)]
    public int IntakeMonthsBeforeStart { get; init; } = 12;

    /// <summary>The number of months that a stated duration ("circa") can differ from the stated dates without being a contradiction (R3).</summary>
    [Range(0, 12)]
    public int DurationToleranceMonths { get; init; } = 2;

    /// <summary>How often the programme job runs. In Development, where programme time can be moved, at least every second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.250", "01:00:00")]
    public TimeSpan ProgrammeJobInterval { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>What counts as missed (R18).</summary>
internal enum AttendanceUnit
{
    /// <summary>A day that was not attended.</summary>
    Day,

    /// <summary>A module of which no day was attended.</summary>
    Module,
}
