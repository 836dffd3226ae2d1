namespace Metropool.Testing.Access;

public static partial class ReadingRights
{
    private static IReadOnlyList<ReadingRight> Internship { get; } =
    [
        new(
            "WriteReport", "the report, where it is no longer confidential", "the team of the edition and the booked trainer",
            "the participant, of their own report", "R30_A_confidential_report_cannot_be_read_by_the_rest_of_the_team"),
        new(
            "SubmitReport", "the report", "dean and programme manager; where it isn't confidential the team and the booked trainer",
            "the participant, of their own report", "Only_the_participant_can_read_a_draft"),
        .. NoRight("ListInternships", "ListMyInternships", "GetInternship", "StateEmploymentHistory", "RecordPresentation"),
        .. NoRight("ProposePlacement", "ChangePlacement", "ApprovePlacement", "ReturnPlacement"),
        .. NoRight("GetHours", "LogHours", "RemoveHours"),
        .. NoRight("GetReport", "GetReportVersion", "ExtendReport", "CommentOnReport"),
        .. NoRight("ListChecklistItems", "ReplaceChecklist", "GetProgrammeTime"),
    ];
}
