using System.ComponentModel.DataAnnotations;

namespace Metropool.Internship;

/// <summary>What the programme leaves open about the internship. Section <c>Metropool:Internship</c>.</summary>
internal sealed class InternshipSettings
{
    /// <summary>From how many hours a week a placement is full-time; below it is part-time, which needs the dean's agreement (R25). The brochure's Portugal has 35.</summary>
    [Range(1, 60)]
    public int FullTimeHoursPerWeek { get; init; } = 35;

    /// <summary>Over how many weeks, first to last day, an internship may stretch before the dean has to agree to it (R25).</summary>
    [Range(4, 104)]
    public int WeeksWithoutAgreement { get; init; } = 6;

    /// <summary>The most hours that can be logged for one day: the longest shift of the Dutch Working Hours Act (Arbeidstijdenwet 5:7).</summary>
    [Range(1, 24)]
    public int LongestDayInHours { get; init; } = 12;

    /// <summary>How many days after the last day at the host organisation the report is due (R30).</summary>
    [Range(0, 365)]
    public int ReportDueAfterDays { get; init; } = 28;
}
