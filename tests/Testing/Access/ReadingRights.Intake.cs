namespace Metropool.Testing.Access;

public static partial class ReadingRights
{
    private static IReadOnlyList<ReadingRight> Intake { get; } =
    [
        new(
            "SubmitApplication", "the application", "dean and programme manager of the edition",
            "the candidate, of their own application", "R46_A_draft_is_its_writers_alone"),
        new(
            "MoveApplication", "the application", "dean and programme manager of the other edition",
            "the candidate, of their own application", "R46_Everybody_reaches_what_is_theirs_and_nothing_else"),
        new(
            "SetRetentionConsent", "the application, for longer", "dean and programme manager of the edition",
            "the candidate, of their own application", "R46_Everybody_reaches_what_is_theirs_and_nothing_else"),
        new(
            "AskAgreement", "status, dates and what is asked", "the employer that the candidate names",
            "the candidate, of their own application", "R46_An_employer_sees_nothing_before_the_candidate_asks_and_then_status_dates_and_what_it_agrees_to"),
        new(
            "ChangeEmployer", "status and dates, once the candidate asks for agreement", "the new employer",
            "the candidate, of their own application", "R16_After_a_change_of_employer_the_former_one_sees_nothing_and_its_agreement_counts_no_more"),
        new(
            "ConnectEmployer", "status and dates, once the candidate asks for agreement", "contacts and clients of the organisation",
            "the programme manager", "R46_No_one_connects_an_employer_to_the_organisation_that_they_speak_for"),
        new(
            "Nominate", "that the employer nominated them", "the person who reads mail at the candidate's address",
            "a contact or client of the employer, who reads its own nomination", "R46_The_employer_reads_that_it_was_taken_up_and_nothing_of_the_application"),
        new(
            "AcceptNomination", "that the nomination was taken up", "the employer that nominated",
            "the person nominated, of their own application", "R46_The_employer_reads_that_it_was_taken_up_and_nothing_of_the_application"),
        new(
            "WriteJudgement", "both separate judgements, once both are written", "the two members of the panel",
            "a member of the panel, who has the seat by role", "R11_Separate_judgements_are_read_by_nobody_but_their_author_until_both_are_in"),
        new(
            "TakeConflictBack", "the application and its judgement", "the dean or programme manager whose conflict of interest is taken back",
            "another dean or programme manager", "A_conflict_of_interest_is_taken_back_by_another_as_long_as_nobody_judged_since"),
        new(
            "DecideOnApplication", "the participation and its file", "the person admitted; dean and programme manager of the edition, who read already",
            "dean or programme manager, never on their own application", "Nobody_judges_their_own_application"),
        new(
            "ReviseDecision", "the participation and its file", "the person admitted; dean and programme manager of the edition, who read already",
            "dean or programme manager, never on their own application", "Nobody_judges_their_own_application"),
        .. Nothing("ListEditions", "ListEmployerEditions", "ListAnnouncedEditions", "LeaveInterest", "GetEditionTerms", "SetEditionTerms", "GetWaitingList", "GetRemovedApplications"),
        .. Nothing("StartApplication", "ChangeApplication", "WithdrawApplication", "CorrectName", "AcceptOffer", "RefuseOffer", "GetPersonalData"),
        .. Nothing("GetMyApplications", "GetApplication", "GetApplicationHistory", "ListApplications", "SearchApplications", "CountApplications", "ExportApplications"),
        .. Nothing("RecordInterviewHeld", "ConfirmJudgement", "DeclareConflict", "GetInvoice"),
        .. Nothing("WithdrawAgreement", "ListAgreements", "GetAgreement", "GrantAgreement", "RefuseAgreement"),
        .. Nothing("ListNominations", "GetNomination", "WithdrawNomination", "DeclineNomination"),
        .. Nothing("ListSuccessions", "WaiveSuccession", "GetHeldPlaces", "ReleaseHeldPlace"),
        // Pages behind mailed links. Who reads there was decided by the endpoint that had the link mailed.
        new(
            "/succession", "that the employer nominated them", "the person who reads mail at the successor's address",
            "the holder of the employer's link", "R46_The_employer_reads_that_it_was_taken_up_and_nothing_of_the_application"),
        .. Nothing("/agreement", "/agreement/refusal", "/interest/confirm", "/interest/forget", "/nomination", "/nomination/refusal", "/succession/waiver"),
        .. Nothing("ListParkedMails", "ReleaseMails", "ReleaseMail", "DiscardMail", "GetProgrammeTime"),
    ];
}
