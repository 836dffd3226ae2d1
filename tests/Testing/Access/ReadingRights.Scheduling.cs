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
            "dean, programme manager, project manager", "R46_No_one_makes_the_organisation_that_they_speak_for_the_employer_of_a_participant"),
        new(
            "ConnectEmployer", "status, dates and attendance of its participant", "contacts and clients of the organisation",
            "dean, programme manager, project manager", "R46_No_one_connects_an_employer_to_the_organisation_that_they_speak_for"),
        new(
            "TransferParticipation", "the participant's file", "dean and programme manager of the other edition",
            "dean or programme manager, who read it already", "R46_The_team_that_a_participant_leaves_transfers_and_not_the_team_that_gets_them"),
        new(
            "MoveProgrammeTime", "what a role opens on another day, in development only", "holders of roles that other people gave",
            "an administrator, who has no role by it", "R45_Each_endpoint_lets_through_whom_it_is_for_and_nobody_else"),
        .. Nothing("ImportEdition", "GetEditions", "GetEdition", "GetFindings", "GetEditionChanges", "OpenEdition", "ReleaseEdition", "CancelEdition"),
        .. Nothing("CorrectDates", "SetEditionSettings", "EndTeamPart"),
        .. Nothing("GetModuleDays", "GetModuleDay", "PlanModuleDay", "ChangeModuleDay", "CancelModuleDay", "GetDayAttendance", "RecordAttendance"),
        .. Nothing("GetInterviews", "GetMyInterviews", "GetInterview", "GetSlots", "CancelInterview", "MissInterview"),
        .. Nothing("GetParticipations", "GetMyParticipations", "GetParticipation", "GetParticipationAttendance", "GetEmployerParticipations", "GetEmployerParticipation"),
        .. Nothing("PauseParticipation", "ResumeParticipation", "EndParticipation", "WithdrawTransfer"),
        .. Nothing("RequestAbsence", "GetAbsences", "DecideAbsence", "CompleteCatchUp", "GetProposals", "CloseProposal"),
        .. Nothing("GetProgrammeTime", "GetProgrammeTimeMoves"),
    ];
}
