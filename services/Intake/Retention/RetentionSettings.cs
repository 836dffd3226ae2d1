using System.ComponentModel.DataAnnotations;

namespace Metropool.Intake.Retention;

/// <summary>How long Intake keeps what people wrote and what was written about them (R49): <c>Metropool:Intake:Retention</c>. All of it goes by programme time.</summary>
internal sealed class RetentionSettings
{
    /// <summary>How many days an unsuccessful application is kept after its decision or withdrawal, or after the edition began without its candidate.</summary>
    [Range(1, 365)]
    public int UnsuccessfulDays { get; init; } = 28;

    /// <summary>How many days it is kept where the candidate agreed to that.</summary>
    [Range(1, 730)]
    public int ConsentedDays { get; init; } = 365;

    /// <summary>How many days a draft is kept that nobody touches.</summary>
    [Range(1, 730)]
    public int DraftDays { get; init; } = 183;

    /// <summary>
    /// How many days after the last day of the edition the texts and judgements of somebody who was admitted are kept: the challenge and the learning wishes come back
    /// in the final interview (R34), and who isn't finished at the closing event is later (R39).
    /// </summary>
    [Range(1, 3650)]
    public int AdmittedTextsDays { get; init; } = 183;

    /// <summary>How often what is over is looked for.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(1);
}
