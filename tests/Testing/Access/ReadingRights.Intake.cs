namespace Metropool.Testing.Access;

public static partial class ReadingRights
{
    private static IReadOnlyList<ReadingRight> Intake { get; } =
    [
        new(
            "SubmitApplication", "the application", "dean and programme manager of the edition",
            "the candidate, of their own application", "R46_A_draft_is_visible_to_its_candidate_only"),
        new(
            "MoveApplication", "the application", "dean and programme manager of the other edition",
            "the candidate, of their own application", "R46_Every_caller_reaches_only_the_endpoints_of_their_roles"),
        new(
            "SetRetentionConsent", "the application, for longer", "dean and programme manager of the edition",
            "the candidate, of their own application", "R46_Every_caller_reaches_only_the_endpoints_of_their_roles"),
        new(
            "RequestAgreement", "status, dates and what is asked", "the employer that the candidate names",
            "the candidate, of their own application", "R46_An_employer_sees_nothing_before_the_candidate_asks_and_then_only_status_dates_and_terms"),
        new(
            "ChangeEmployer", "status and dates, once the candidate asks for agreement", "the new employer",
            "the candidate, of their own application", "R16_After_a_change_of_employer_the_former_employer_sees_nothing_and_its_agreement_is_invalid"),
        new(
            "ConnectEmployer", "status and dates, once the candidate asks for agreement", "contacts and clients of the organisation",
            "the programme manager", "R46_A_programme_manager_cannot_connect_an_employer_to_an_organisation_that_they_represent"),
        new(
            "Nominate", "that the employer nominated them", "the person who reads mail at the candidate's address",
            "a contact or client of the employer, who reads its own nomination",
            "R46_The_employer_sees_that_a_nomination_was_accepted_and_nothing_of_the_application"),
        new(
            "AcceptNomination", "that the nomination was accepted", "the employer that nominated",
            "the person nominated, of their own application", "R46_The_employer_sees_that_a_nomination_was_accepted_and_nothing_of_the_application"),
        new(
            "WriteJudgement", "both separate judgements, once both are written", "the two members of the panel",
            "a member of the panel, who has the seat by role", "R11_A_separate_judgement_is_visible_to_its_author_only_until_both_are_complete"),
        new(
            "WithdrawConflict", "the application and its judgement", "the dean or programme manager whose conflict of interest is taken back",
            "another dean or programme manager", "A_conflict_of_interest_can_be_withdrawn_by_another_member_until_the_next_judgement"),
        new(
            "DecideOnApplication", "the participation and its file", "the person admitted; dean and programme manager of the edition, who read already",
            "dean or programme manager, never on their own application", "R5_A_team_member_cannot_judge_or_decide_on_their_own_application"),
        new(
            "ReviseDecision", "the participation and its file", "the person admitted; dean and programme manager of the edition, who read already",
            "dean or programme manager, never on their own application", "R5_A_team_member_cannot_judge_or_decide_on_their_own_application"),
        .. NoRight("ListEditions", "ListEmployerEditions", "ListAnnouncedEditions", "RegisterInterest"),
        .. NoRight("GetEditionTerms", "SetEditionTerms", "ListWaitingCandidates", "CountRemovedApplications"),
        .. NoRight("StartApplication", "ChangeApplication", "WithdrawApplication", "CorrectName", "AcceptOffer", "RefuseOffer", "GetPersonalData"),
        .. NoRight("ListMyApplications", "GetApplication", "ListApplicationHistory"),
        .. NoRight("ListApplications", "SearchApplications", "CountApplications", "ExportApplications"),
        .. NoRight("RecordInterviewHeld", "ConfirmJudgement", "DeclareConflict", "GetInvoice"),
        .. NoRight("WithdrawAgreement", "ListAgreements", "GetAgreement", "GrantAgreement", "RefuseAgreement"),
        .. NoRight("ListNominations", "GetNomination", "WithdrawNomination", "DeclineNomination"),
        .. NoRight("ListSuccessions", "WaiveSuccession", "ListHeldPlaces", "ReleaseHeldPlace"),
        // Pages behind mailed links. The endpoint that sent the mail granted the right.
        new(
            "/succession", "that the employer nominated them", "the person who reads mail at the successor's address",
            "the holder of the employer's link", "R46_The_employer_sees_that_a_nomination_was_accepted_and_nothing_of_the_application"),
        .. NoRight("/agreement", "/agreement/refusal", "/interest/confirm", "/interest/forget", "/nomination", "/nomination/refusal", "/succession/waiver"),
        .. NoRight("ListParkedMails", "ReleaseMails", "ReleaseMail", "DiscardMail", "GetProgrammeTime"),
    ];
}
