namespace Metropool.Scheduling.Editions;

/// <summary>That the programme was made final, by whom, and with which findings acknowledged for what reason (R3, R4).</summary>
internal sealed record Release(DateTimeOffset At, Guid By, string? Acknowledgement, IReadOnlyList<Finding> AcknowledgedFindings);

/// <summary>What changed with a version since the release, and whom it touched (R4).</summary>
internal sealed record EditionChange(Guid Id, long Version, DateTimeOffset At, string What, IReadOnlyList<Guid> Touched);

/// <summary>What the brochure leaves open, decided for one edition.</summary>
/// <param name="AttendanceCountsPer">What counts as missed (R18).</param>
/// <param name="IntakeInterviewMinutes">Length of an intake interview, unless the booking says otherwise.</param>
/// <param name="DevelopmentInterviewMinutes">Length of a development interview, unless the booking says otherwise.</param>
/// <param name="FinalInterviewMinutes">Length of a final interview, unless the booking says otherwise.</param>
internal sealed record EditionSettings(
    AttendanceUnit AttendanceCountsPer, int IntakeInterviewMinutes, int DevelopmentInterviewMinutes, int FinalInterviewMinutes)
{
    public static EditionSettings From(SchedulingSettings defaults) =>
        new(defaults.AttendanceCountsPer, defaults.IntakeInterviewMinutes, defaults.DevelopmentInterviewMinutes, defaults.FinalInterviewMinutes);
}

/// <summary>A contradiction, or something left open.</summary>
/// <param name="Code">Permanent and machine-readable.</param>
/// <param name="Where">The place in the edition file that it is about.</param>
/// <param name="Sentence">What it is, in a sentence.</param>
internal sealed record Finding(string Code, string Where, string Sentence);
