namespace Metropool.Testing.Access;

public static partial class ReadingRights
{
    private static IReadOnlyList<ReadingRight> Assessment { get; } =
    [
        new(
            "IssueCertificate", "that the certificate is valid", "anyone to whom its holder shows the code",
            "dean or programme manager, who read it already", "R5_Nobody_issues_their_own_certificate"),
        .. Nothing("GetMyAssessments", "GetAssessment", "ListAssessments", "GetRequirements"),
        .. Nothing("GetLogbook", "HandInChapter", "GetChapterVersions"),
        .. Nothing("GetLearningPlan", "WriteLearningPlan", "GetLearningPlanVersions"),
        .. Nothing("GetChallenge", "WriteChallenge", "GetChallengeVersions"),
        .. Nothing("GetPhp", "WritePhp", "GetPhpVersions"),
        // Recording and feedback end the trainer's right, and start none: the panel is as Scheduling booked it.
        .. Nothing("GetInterviews", "RecordInterviewHeld", "GiveFeedback"),
        .. Nothing("GetCertificate", "HandOutCertificate", "RevokeCertificate", "VerifyCertificate"),
        .. Nothing("GetEditionSettings", "ChangeEditionSettings", "GetProgrammeTime"),
    ];
}
