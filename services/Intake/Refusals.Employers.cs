using Metropool.Http;

namespace Metropool.Intake;

/// <content>Agreements, nominations and successions.</content>
internal static partial class Refusals
{
    // Agreements.

    public static Refusal AgreementUnknown { get; } = Refusal.NotFound(
        "intake.agreement-unknown", "Agreement not found.");

    public static Refusal AgreementNotRequestable { get; } = Refusal.Conflict(
        "intake.agreement-not-requestable",
        "The agreement of the employer can be requested after the application is submitted and before the candidate is admitted.");

    public static Refusal AgreementGranted { get; } = Refusal.Conflict(
        "intake.agreement-granted", "The employer has already agreed, and the terms haven't become worse since.");

    public static Refusal AgreementNotOpen { get; } = Refusal.Conflict(
        "intake.agreement-not-open", "The request for agreement isn't open: it was answered or withdrawn, has expired, or was never sent.");

    public static Refusal AgreementUnreachable { get; } = Refusal.Invalid(
        "intake.agreement-unreachable",
        "The employer isn't in the directory. Give the e-mail address of a contact, or ask the programme manager to connect the employer to its organisation.",
        new Fault("contactEmail", "intake.missing", "The e-mail address is missing."));

    public static Refusal EmployerHasAccount { get; } = Refusal.Conflict(
        "intake.employer-has-account",
        "The employer answers with its own account. Leave contactEmail out. If the employer has no contact, ask an administrator to add one.");

    public static Refusal AgreementMailedTooOften { get; } = new(
        "intake.agreement-mailed-too-often", "Too many requests were mailed in the last hour. Try again later.", StatusCodes.Status429TooManyRequests);

    public static Refusal AgreementMissing { get; } = Refusal.Conflict(
        "intake.employer-agreement-missing", "The employer hasn't agreed yet. Without its agreement a candidate can't be admitted.");

    public static Refusal AgreementOutdated { get; } = Refusal.Conflict(
        "intake.employer-agreement-outdated", "The terms are worse than those that the employer agreed to. The candidate must request its agreement again.");

    public static Refusal TermsChanged { get; } = Refusal.Conflict(
        "intake.terms-changed", "The price or the terms have changed. Read them again.");

    /// <summary>An answer that agrees lacks data; all of it is named.</summary>
    public static Refusal AgreementIncomplete(IReadOnlyList<Fault> missing) => Refusal.Invalid(
        "intake.agreement-incomplete", "The agreement is incomplete.", missing);

    // Nominations.

    public static Refusal NominationUnknown { get; } = Refusal.NotFound(
        "intake.nomination-unknown", "The nomination is unknown, was answered or withdrawn, or has expired. Check that the code is complete.");

    public static Refusal NominationNotOpen { get; } = Refusal.Conflict(
        "intake.nomination-not-open", "The nomination was answered or withdrawn, or has expired.");

    public static Refusal AlreadyNominated { get; } = Refusal.Conflict(
        "intake.already-nominated", "You have an open nomination of this address for this edition. Withdraw it first.");

    public static Refusal NominatedByAnother { get; } = Refusal.Conflict(
        "intake.nominated-by-another",
        "Your open application for this edition names another employer. Change the draft, record the new employer, or withdraw the application. "
            + "Then accept the nomination.");

    public static Refusal AlreadyHasPlace { get; } = Refusal.Conflict(
        "intake.already-has-place",
        "You have a place in this edition, or one is offered to you or held for you. Decline the nomination, so that your employer can nominate another "
            + "candidate.");

    public static Refusal NominationMailedTooOften { get; } = new(
        "intake.nomination-mailed-too-often",
        "Too many messages were mailed to this address in the last hour. Try again later.", StatusCodes.Status429TooManyRequests);

    public static Refusal OrganisationNotYetKnown { get; } = Refusal.Conflict(
        "intake.organisation-not-yet-known", "Your organisation isn't known to Intake yet. Try again in a moment.");

    // Successions.

    public static Refusal SuccessionUnknown { get; } = Refusal.NotFound(
        "intake.succession-unknown", "Held place not found.");

    public static Refusal PlaceNotHeld { get; } = Refusal.Conflict(
        "intake.place-not-held", "The place isn't held any longer: the deadline has passed, it was released, or the successor was admitted.");

    public static Refusal SuccessorNamed { get; } = Refusal.Conflict(
        "intake.successor-named", "A successor is nominated for this place. Withdraw that nomination, or wait until it is declined or expires.");

    public static Refusal SuccessorAccepted { get; } = Refusal.Conflict(
        "intake.successor-accepted", "The successor has accepted the nomination, so the place is held for them. The programme manager can release it.");
}
