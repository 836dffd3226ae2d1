using System.ComponentModel.DataAnnotations;

namespace Metropool.Internship;

/// <summary>Settings for what the programme leaves open about the internship: section <c>Metropool:Internship</c>.</summary>
internal sealed class InternshipSettings
{
    /// <summary>
    /// The hours per week from which a placement is full-time. Less is part-time, which needs the dean's agreement (R25). The brochure's example in Portugal
    /// has 35 hours.
    /// </summary>
    [Range(1, 60)]
    public int FullTimeHoursPerWeek { get; init; } = 35;

    /// <summary>The weeks from the first to the last day that an internship can take without the dean's agreement (R25).</summary>
    [Range(4, 104)]
    public int WeeksWithoutAgreement { get; init; } = 6;

    /// <summary>The maximum of hours for a day: the longest shift that the Dutch Working Hours Act allows (Arbeidstijdenwet 5:7).</summary>
    [Range(1, 24)]
    public int LongestDayInHours { get; init; } = 12;

    /// <summary>The days between the last day at the host organisation and the due date of the report (R30).</summary>
    [Range(0, 365)]
    public int ReportDueAfterDays { get; init; } = 28;
}
