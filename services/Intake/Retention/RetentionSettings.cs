using System.ComponentModel.DataAnnotations;

namespace Metropool.Intake.Retention;

/// <summary>
/// How long Intake keeps what candidates wrote and what was written about them (R49): <c>Metropool:Intake:Retention</c>. Days are counted in programme time.
/// </summary>
internal sealed class RetentionSettings
{
    /// <summary>How many days an unsuccessful application is kept after its decision or withdrawal, or after the first day of the edition.</summary>
    [Range(1, 365)]
    public int UnsuccessfulDays { get; init; } = 28;

    /// <summary>The same with the candidate's consent.</summary>
    [Range(1, 730)]
    public int ConsentedDays { get; init; } = 365;

    /// <summary>How many days a draft is kept after its last change.</summary>
    [Range(1, 730)]
    public int DraftDays { get; init; } = 183;

    /// <summary>
    /// How many days after the last day of the edition the texts and judgements of an admitted candidate are kept. The final interview uses the challenge
    /// and the learning wishes (R34), and some participants have it after the closing event (R39).
    /// </summary>
    [Range(1, 3650)]
    public int AdmittedTextsDays { get; init; } = 183;

    /// <summary>How often the job runs, by system time.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(1);
}
