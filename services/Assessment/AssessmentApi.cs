using Metropool.Http;

namespace Metropool.Assessment;

internal static class AssessmentApi
{
    /// <summary>What this API is called; the name is also the name of its database and the audience of its tokens.</summary>
    public static ApiDescription Description { get; } = new(
        "assessment",
        "Metropool Assessment",
        "1.0.0",
        """
        What a participant writes and what it comes to: the logbook, the learning plan, the challenge and the PHP, the development interviews and the final interview,
        where somebody stands, and the certificate. What is written is read by the participant, the dean, the programme manager, and the trainer who is booked for an interview
        with that participant until it was held and the trainer gave feedback, 14 days after it at most; by nobody else. A finished internship reaches this API by itself.
        """);
}
