using Metropool.Http;

namespace Metropool.Assessment;

internal static class AssessmentApi
{
    /// <summary>The readers of the participant's texts and of the feedback (R46), for the descriptions of endpoints.</summary>
    public const string ReadersOfTexts =
        "For the participant, the dean, the programme manager, and a trainer who is booked for an interview with the participant, until the interview was held "
        + "and the trainer gave feedback, and for at most 14 days after it.";

    /// <summary>The description of this API. Its name is also the name of the database and the audience of the tokens.</summary>
    public static ApiDescription Description { get; } = new(
        "assessment",
        "Metropool Assessment",
        "1.0.0",
        """
        The texts and the assessment of a participant: the logbook, the learning plan, the challenge and the PHP, the development interviews and the final
        interview, the requirements, and the certificate. Texts can be read by the participant, the dean, the programme manager, and a trainer who is booked for
        an interview with the participant. A completed internship becomes part of the assessment automatically.
        """);
}
