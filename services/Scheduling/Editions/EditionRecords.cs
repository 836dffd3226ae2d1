namespace Metropool.Scheduling.Editions;

/// <summary>The release of a programme: when, by whom, and with which findings acknowledged for what reason (R3, R4).</summary>
/// <param name="At">When, UTC.</param>
/// <param name="By">The programme manager.</param>
/// <param name="Acknowledgement">Why it was released with open findings; null if there were none.</param>
/// <param name="AcknowledgedFindings">The findings that were open.</param>
internal sealed record Release(DateTimeOffset At, Guid By, string? Acknowledgement, IReadOnlyList<Finding> AcknowledgedFindings);

/// <summary>A change of a released edition (R4).</summary>
/// <param name="Id">The id of the change.</param>
/// <param name="Version">The version of the edition after the change.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Description">What changed.</param>
/// <param name="AffectedPersonIds">The people affected.</param>
internal sealed record EditionChangeRecord(Guid Id, long Version, DateTimeOffset At, string Description, IReadOnlyList<Guid> AffectedPersonIds);

/// <summary>What the brochure leaves open, decided for one edition.</summary>
/// <param name="AttendanceCountsPer">What counts as missed (R18).</param>
/// <param name="IntakeInterviewMinutes">The length of an intake interview, unless the booking has another.</param>
/// <param name="DevelopmentInterviewMinutes">The length of a development interview, unless the booking has another.</param>
/// <param name="FinalInterviewMinutes">The length of a final interview, unless the booking has another.</param>
internal sealed record EditionSettings(
    AttendanceUnit AttendanceCountsPer, int IntakeInterviewMinutes, int DevelopmentInterviewMinutes, int FinalInterviewMinutes)
{
    public static EditionSettings From(SchedulingSettings defaults) =>
        new(defaults.AttendanceCountsPer, defaults.IntakeInterviewMinutes, defaults.DevelopmentInterviewMinutes, defaults.FinalInterviewMinutes);
}

/// <summary>A contradiction or an open question in an edition.</summary>
/// <param name="Code">Permanent and machine-readable.</param>
/// <param name="Where">The place in the edition file, such as <c>modules[4]</c>.</param>
/// <param name="Detail">A sentence for a person.</param>
internal sealed record Finding(string Code, string Where, string Detail);
