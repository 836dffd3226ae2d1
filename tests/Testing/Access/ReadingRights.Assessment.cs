namespace Metropool.Testing.Access;

public static partial class ReadingRights
{
    private static IReadOnlyList<ReadingRight> Assessment { get; } =
    [
        new(
            "IssueCertificate", "that the certificate is valid", "anyone to whom its holder shows the code",
            "dean or programme manager, who can read it already", "R5_A_participant_cannot_issue_their_own_certificate"),
        .. NoRight("ListMyAssessments", "GetAssessment", "ListAssessments", "ListRequirements"),
        .. NoRight("GetLogbook", "SubmitChapter", "ListChapterVersions"),
        .. NoRight("GetLearningPlan", "WriteLearningPlan", "ListLearningPlanVersions"),
        .. NoRight("GetChallenge", "WriteChallenge", "ListChallengeVersions"),
        .. NoRight("GetPhp", "WritePhp", "ListPhpVersions"),
        // Recording and feedback end the right of the trainer. Scheduling grants it when it books the panel.
        .. NoRight("ListInterviews", "RecordInterviewHeld", "GiveFeedback"),
        .. NoRight("GetCertificate", "RecordCertificateAward", "RevokeCertificate", "VerifyCertificate"),
        .. NoRight("GetEditionSettings", "ChangeEditionSettings", "GetProgrammeTime"),
    ];
}
