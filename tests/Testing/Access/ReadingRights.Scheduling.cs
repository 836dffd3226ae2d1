namespace Metropool.Testing.Access;

public static partial class ReadingRights
{
    private static IReadOnlyList<ReadingRight> Scheduling { get; } =
    [
        new(
            "AppointTeamMember", "what candidates and participants of the edition write, as far as the role reads it", "the person appointed",
            "dean or programme manager; the first of them by an administrator", "R46_No_one_gives_a_role_to_themselves"),
        new(
            "BookInterview", "what the participant wrote, until the interview was held and the trainer gave feedback", "the trainer who gets the seat",
            "dean, programme manager, project manager", "R46_A_project_manager_gives_no_seat_to_themselves"),
        new(
            "MoveInterview", "what the participant wrote, for the new period", "the trainer who gets or keeps the seat",
            "dean, programme manager, project manager", "R46_A_trainer_books_moves_and_cancels_nothing"),
        new(
            "ChangeEmployer", "status, dates and attendance from the first day on", "contacts and clients of the new employer",
            "dean, programme manager, project manager", "R46_A_contact_does_not_make_their_own_organisation_an_employer"),
        new(
            "ConnectEmployer", "status, dates and attendance of its participant", "contacts and clients of the organisation",
            "dean, programme manager, project manager", "R46_A_contact_does_not_connect_an_employer_to_their_own_organisation"),
        new(
            "TransferParticipation", "the participant's file", "dean and programme manager of the other edition",
            "dean or programme manager, who read it already", "R46_The_team_of_the_former_edition_transfers_and_not_the_team_of_the_later_one"),
        new(
            "MoveProgrammeTime", "what a role opens on another day, in development only", "holders of roles that other people gave",
            "an administrator, who has no role by it", "R45_Each_endpoint_allows_only_the_callers_of_its_entry"),
        .. NoRight("ImportEdition", "ListEditions", "GetEdition", "ListFindings", "ListEditionChanges", "OpenEdition", "ReleaseEdition", "CancelEdition"),
        .. NoRight("CorrectDates", "SetEditionSettings", "EndTeamRole"),
        .. NoRight("ListModuleDays", "GetModuleDay", "PlanModuleDay", "ChangeModuleDay", "CancelModuleDay", "ListDayAttendance", "RecordAttendance"),
        .. NoRight("ListInterviews", "ListMyInterviews", "GetInterview", "ListSlots", "CancelInterview", "MissInterview"),
        .. NoRight("ListParticipations", "ListMyParticipations", "GetParticipation"),
        .. NoRight("GetParticipationAttendance", "ListEmployerParticipations", "GetEmployerParticipation"),
        .. NoRight("PauseParticipation", "ResumeParticipation", "EndParticipation", "WithdrawTransfer"),
        .. NoRight("RequestAbsence", "ListAbsences", "DecideAbsence", "CompleteCatchUp", "ListProposals", "CloseProposal"),
        .. NoRight("GetProgrammeTime", "ListProgrammeTimeMoves"),
    ];
}
