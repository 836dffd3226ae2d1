namespace Metropool.Testing.Access;

public static partial class ReadingRights
{
    private static IReadOnlyList<ReadingRight> Internship { get; } =
    [
        new(
            "WriteReport", "the report, where it is no longer confidential", "the team of the edition and the booked trainer",
            "the participant, of their own report", "R30_A_confidential_report_is_read_by_dean_and_programme_manager_alone"),
        new(
            "SubmitReport", "the report", "dean and programme manager; where it isn't confidential the team and the booked trainer",
            "the participant, of their own report", "A_draft_is_the_writers_alone"),
        .. Nothing("ListInternships", "ListMyInternships", "GetInternship", "StateEmploymentHistory", "RecordPresentation"),
        .. Nothing("ProposePlacement", "ChangePlacement", "ApprovePlacement", "ReturnPlacement"),
        .. Nothing("GetHours", "LogHours", "RemoveHours"),
        .. Nothing("GetReport", "GetReportVersion", "ExtendReport", "CommentOnReport"),
        .. Nothing("GetChecklist", "KeepChecklist", "GetProgrammeTime"),
    ];
}
