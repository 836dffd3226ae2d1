using Metropool.Http;

namespace Metropool.Intake.Applications;

/// <summary>Everything that Intake refuses. The codes are permanent.</summary>
internal static class Refusals
{
    private static readonly string[] Criteria = ["learningWishes", "motivation", "capacities"];

    public static Refusal EditionUnknown { get; } = Refusal.NotFound(
        "intake.edition-unknown", "There is no such edition, or not for you.");

    public static Refusal ApplicationUnknown { get; } = Refusal.NotFound(
        "intake.application-unknown", "There is no such application, or not for you.");

    public static Refusal EditionNotOpen { get; } = Refusal.Conflict(
        "intake.edition-not-open", "This edition is not open for applications and admissions: not yet, not any more, or it is cancelled.");

    public static Refusal EditionNotAnnounced { get; } = Refusal.Conflict(
        "intake.edition-not-announced", "The edition doesn't have to be waited for: it is open, or it is cancelled.");

    public static Refusal ApplicationOpen { get; } = Refusal.Conflict(
        "intake.application-open", "You already have an open application for this edition.");

    public static Refusal PersonErased { get; } = Refusal.Forbidden(
        "intake.person-erased", "The account was erased.");

    public static Refusal NotADraft { get; } = Refusal.Conflict(
        "intake.not-a-draft", "The application was handed in, and can't be changed or handed in any more.");

    public static Refusal NameNotCorrectable { get; } = Refusal.Conflict(
        "intake.name-not-correctable", "The name is changed in the draft before it is handed in, and not at all once the application is over or there is a certificate.");

    public static Refusal AlreadyClosed { get; } = Refusal.Conflict(
        "intake.already-closed", "The application was withdrawn or rejected before, or lapsed with its edition.");

    public static Refusal ParticipationHasBegun { get; } = Refusal.Conflict(
        "intake.participation-has-begun", "The programme has begun for this participant. The participation can be ended, by the dean.");

    public static Refusal ParticipationTransferred { get; } = Refusal.Conflict(
        "intake.participation-transferred", "The participation went over to another edition. It can be ended there, by the dean.");

    public static Refusal EmployerNotChangeable { get; } = Refusal.Conflict(
        "intake.employer-not-changeable", "The employer is changed in the draft before it is handed in, and in the participation after the decision.");

    public static Refusal OwnOrganisation { get; } = Refusal.Forbidden(
        "intake.own-organisation", "No one who speaks for an organisation connects an employer. Ask another programme manager.");

    public static Refusal EmployerConnected { get; } = Refusal.Conflict(
        "intake.employer-connected", "The employer is connected to an organisation, or no employer is named.");

    public static Refusal EmployerNotNamed { get; } = Refusal.Invalid(
        "intake.employer-not-named", "The new employer is given by its organisation, or by its name.",
        new Fault("name", "intake.missing", "The employer is missing."));

    public static Refusal EmployerBeforeTheLast { get; } = Refusal.Invalid(
        "intake.employer-before-the-last", "The new employer can't begin before or on the first day of the one before.",
        new Fault("from", "intake.employer-before-the-last", "Must be after the first day with the employer before."));

    public static Refusal OwnApplication { get; } = Refusal.Forbidden(
        "intake.own-application", "Nobody judges or decides on their own application. A deputy does.");

    public static Refusal ConflictOfInterest { get; } = Refusal.Forbidden(
        "intake.conflict-of-interest", "You have a conflict of interest with this candidate. A deputy does this.");

    public static Refusal PanelInConflict { get; } = Refusal.Conflict(
        "intake.panel-in-conflict", "Somebody in the panel of this interview has a conflict of interest. Have it moved to a panel with a deputy.");

    public static Refusal ConflictDeclared { get; } = Refusal.Conflict(
        "intake.conflict-declared", "This conflict of interest was declared before.");

    public static Refusal ConflictUnknown { get; } = Refusal.NotFound(
        "intake.conflict-unknown", "No conflict of interest of this person is declared for this application.");

    public static Refusal JudgedSinceConflict { get; } = Refusal.Conflict(
        "intake.judged-since-conflict", "Somebody judged or confirmed since the conflict of interest was declared: it stays.");

    public static Refusal NotInDecidingTeam { get; } = Refusal.Invalid(
        "intake.not-in-deciding-team", "A conflict of interest is declared of who is dean or programme manager of the edition, or deputises.",
        new Fault("personId", "intake.not-in-deciding-team", "Is neither dean nor programme manager of this edition, and no deputy."));

    public static Refusal NotAwaitingInterview { get; } = Refusal.Conflict(
        "intake.not-awaiting-interview", "The application does not await an interview.");

    public static Refusal InterviewNotBooked { get; } = Refusal.Conflict(
        "intake.interview-not-booked", "No interview is in the calendar for this application.");

    public static Refusal PanelIncomplete { get; } = Refusal.Conflict(
        "intake.panel-incomplete", "The panel of an intake interview is the dean and the programme manager: two persons.");

    public static Refusal NotInPanel { get; } = Refusal.Forbidden(
        "intake.not-in-panel", "Only who sits in the panel of the interview as dean or programme manager does this.");

    public static Refusal InterviewNotBegun { get; } = Refusal.Conflict(
        "intake.interview-not-begun", "The interview has not begun yet.");

    public static Refusal HeldOutsideBooking { get; } = Refusal.Invalid(
        "intake.held-outside-booking", "The interview is held on the day that it is in the calendar, and not in the future. Have it moved first.",
        new Fault("heldAt", "intake.held-outside-booking", "Must be on the day of the booking, and past."));

    public static Refusal NotAwaitingJudgement { get; } = Refusal.Conflict(
        "intake.not-awaiting-judgement", "The application does not await a judgement.");

    public static Refusal InterviewNotHeld { get; } = Refusal.Conflict(
        "intake.interview-not-held", "There is no admission without an intake interview that was held.");

    public static Refusal JudgementConfirmed { get; } = Refusal.Conflict(
        "intake.judgement-confirmed", "The judgement was confirmed and stands.");

    public static Refusal JudgementsComplete { get; } = Refusal.Conflict(
        "intake.judgements-complete", "Both judgements are in and stand.");

    public static Refusal JudgedSeparately { get; } = Refusal.Conflict(
        "intake.judged-separately", "The dean and the programme manager each write a judgement of their own. There is none to confirm.");

    public static Refusal PartJudged { get; } = Refusal.Conflict(
        "intake.part-judged", "Another in your part of the panel has judged. Only they can write it anew, until the other part has judged.");

    public static Refusal JudgementOutstanding { get; } = Refusal.Conflict(
        "intake.judgement-outstanding", "The other member of the panel has not judged.");

    public static Refusal JudgementReplaced { get; } = Refusal.Conflict(
        "intake.judgement-replaced", "The judgement was written anew since. Read it again.");

    public static Refusal SecondPanelMemberNeeded { get; } = Refusal.Conflict(
        "intake.second-panel-member-needed", "The dean and the programme manager judge together: the other of the two confirms what one wrote, or writes the other judgement.");

    public static Refusal JudgementNotConfirmed { get; } = Refusal.Conflict(
        "intake.judgement-not-confirmed", "The other member of the panel has not confirmed the judgement.");

    public static Refusal NotSubmitted { get; } = Refusal.Conflict(
        "intake.not-submitted", "The application was not handed in.");

    public static Refusal AlreadyDecided { get; } = Refusal.Conflict(
        "intake.already-decided", "The application is admitted, rejected or withdrawn, or lapsed with its edition.");

    public static Refusal NothingToRevise { get; } = Refusal.Conflict(
        "intake.nothing-to-revise", "There is no decision that this would revise: the application isn't decided, is withdrawn, or the decision is the same.");

    public static Refusal ReviewedByAnother { get; } = Refusal.Forbidden(
        "intake.reviewed-by-another", "A rejection is reviewed by another person than who decided it.");

    public static Refusal AdmissionOnlyTakenBack { get; } = Refusal.Conflict(
        "intake.admission-only-taken-back", "An admission can be taken back. Who isn't to have the place goes to no waiting list.");

    public static Refusal AdmissionTakenBack { get; } = Refusal.Conflict(
        "intake.admission-taken-back", "The admission was taken back, and stays so. The candidate can apply again.");

    public static Refusal AppliedAgain { get; } = Refusal.Conflict(
        "intake.applied-again", "The candidate has applied for this edition again: that application is the one to decide on.");

    public static Refusal AlreadyWaitListed { get; } = Refusal.Conflict(
        "intake.already-wait-listed", "The candidate is on the waiting list and keeps the place on it.");

    public static Refusal CapacityReached { get; } = Refusal.Conflict(
        "intake.capacity-reached", "The edition is full.");

    public static Refusal NotFirstOnWaitingList { get; } = Refusal.Conflict(
        "intake.not-first-on-waiting-list", "Others come before: on the waiting list, or with a place that is offered to them or held for their employer.");

    public static Refusal NothingToMove { get; } = Refusal.Conflict(
        "intake.nothing-to-move", "Only an application for an edition that was cancelled goes on in another one.");

    public static Refusal NoOpenOffer { get; } = Refusal.Conflict(
        "intake.no-open-offer", "No place is offered to this application, or the offer was answered.");

    public static Refusal OfferExpired { get; } = Refusal.Conflict(
        "intake.offer-expired", "The offer had to be answered before, and the place goes to who is next.");

    public static Refusal PriceUnknown { get; } = Refusal.Conflict(
        "intake.price-unknown", "The edition has no price: nobody can agree to it. Set it in the terms of the edition.");

    public static Refusal AgreementUnknown { get; } = Refusal.NotFound(
        "intake.agreement-unknown", "There is no such agreement, or not for you.");

    public static Refusal AgreementNotAskable { get; } = Refusal.Conflict(
        "intake.agreement-not-askable", "The employer is asked from handing in until admission.");

    public static Refusal AgreementGranted { get; } = Refusal.Conflict(
        "intake.agreement-granted", "The employer has agreed, to terms that still hold.");

    public static Refusal AgreementNotOpen { get; } = Refusal.Conflict(
        "intake.agreement-not-open", "Nothing is asked that isn't answered: it was answered, taken back, has expired, or was never asked.");

    public static Refusal AgreementUnreachable { get; } = Refusal.Invalid(
        "intake.agreement-unreachable",
        "The employer is known by name only, and no organisation in the directory has that name. "
            + "Give the e-mail address of a contact, or ask the programme manager to connect the employer to its organisation.",
        new Fault("contactEmail", "intake.missing", "The e-mail address is missing."));

    public static Refusal EmployerHasAccount { get; } = Refusal.Conflict(
        "intake.employer-has-account",
        "The employer has an account here and answers with it. No link is mailed: leave contactEmail out. "
            + "Where the employer has no contact, an administrator appoints one.");

    public static Refusal AgreementMailedTooOften { get; } = new(
        "intake.agreement-mailed-too-often", "Enough links were mailed in the last hour. Ask again later.", StatusCodes.Status429TooManyRequests);

    public static Refusal OwnAgreement { get; } = Refusal.Forbidden(
        "intake.own-agreement", "Nobody answers for the employer on their own application. Another contact of the employer does.");

    public static Refusal AgreementMissing { get; } = Refusal.Conflict(
        "intake.employer-agreement-missing", "There is no admission without the agreement of the employer.");

    public static Refusal AgreementOutdated { get; } = Refusal.Conflict(
        "intake.employer-agreement-outdated", "The terms are worse than those that the employer agreed to. It has to be asked anew.");

    public static Refusal TermsChanged { get; } = Refusal.Conflict(
        "intake.terms-changed", "The price or the terms were changed since you read them. Read them again.");

    public static Refusal NominationUnknown { get; } = Refusal.NotFound(
        "intake.nomination-unknown", "There is no such nomination, or it can't be answered any more: it was answered, taken back or has expired, or a part of the code is missing.");

    public static Refusal NominationNotOpen { get; } = Refusal.Conflict(
        "intake.nomination-not-open", "The nomination was answered, taken back, or has expired.");

    public static Refusal AlreadyNominated { get; } = Refusal.Conflict(
        "intake.already-nominated", "You nominated the same address for this edition, and it isn't answered. Take that nomination back first.");

    public static Refusal NominatedByAnother { get; } = Refusal.Conflict(
        "intake.nominated-by-another", "You have an open application for this edition that doesn't name this employer as yours. Change the draft, record the new employer, or withdraw it, and take the nomination up then.");

    public static Refusal PlaceAlready { get; } = Refusal.Conflict(
        "intake.place-already", "You have a place in this edition, are offered one, or one is held for you already. The nomination is for another place: decline it, so that your employer can name somebody else.");

    public static Refusal NominationMailedTooOften { get; } = new(
        "intake.nomination-mailed-too-often", "Enough messages went to this address in the last hour. Nominate again later.", StatusCodes.Status429TooManyRequests);

    public static Refusal EmployerUnknown { get; } = Refusal.Conflict(
        "intake.employer-unknown", "Intake hasn't heard of your organisation yet. Try again in a moment.");

    public static Refusal SuccessionUnknown { get; } = Refusal.NotFound(
        "intake.succession-unknown", "No such place is or was held, or not for you.");

    public static Refusal PlaceNotHeld { get; } = Refusal.Conflict(
        "intake.place-not-held", "The place isn't held any more: the time to name a successor is over, it was given up or released, or the successor has it.");

    public static Refusal SuccessorNamed { get; } = Refusal.Conflict(
        "intake.successor-named", "A successor was named for this place. Somebody else can be named once they decline or fall out, or after the nomination is taken back.");

    public static Refusal SuccessorAccepted { get; } = Refusal.Conflict(
        "intake.successor-accepted", "The successor has taken the nomination up: the place is held for them. The programme manager can release it.");

    public static Refusal MinimumGroupAboveCapacity { get; } = Refusal.Invalid(
        "intake.minimum-group-above-capacity", "The minimum group is larger than the capacity.",
        new Fault("minimumGroup", "intake.minimum-group-above-capacity", "Must not be above the capacity."));

    public static Refusal CancellationTableContradictory { get; } = Refusal.Invalid(
        "intake.cancellation-table-contradictory", "A later withdrawal can't cost less than an earlier one, and a day is named once.",
        new Fault("cancellation", "intake.cancellation-table-contradictory", "Days must differ, and the charge must not fall towards the first day."));

    public static Refusal OrganisationUnknown(string where) => Refusal.Invalid(
        "intake.organisation-unknown", "The employer is not known here by that id. Leave it out and give the name.",
        new Fault(where, "intake.organisation-unknown", "There is no such organisation."));

    /// <summary>What an employer has to say to agree, and didn't; all of it.</summary>
    public static Refusal AgreementIncomplete(IReadOnlyList<Fault> missing) => Refusal.Invalid(
        "intake.agreement-incomplete", "The agreement is not complete.", missing);

    public static Refusal CapacityBelowPlacesTaken(int placesTaken) => Refusal.Conflict(
        "intake.capacity-below-places-taken", $"{placesTaken} places are given out, offered or held: the capacity can't go below.");

    public static Refusal Incomplete(IReadOnlyList<Fault> missing) => Refusal.Invalid(
        "intake.application-incomplete", "The application is not complete.", missing);

    /// <summary>All three criteria are judged, or none is (R12). What is missing is named.</summary>
    public static Refusal JudgementIncomplete() => Refusal.Conflict(
        "intake.judgement-incomplete", "Learning wishes, motivation and capacities are judged, all three.",
        [.. Criteria.Select(NotJudged)]);

    /// <inheritdoc cref="JudgementIncomplete()"/>
    public static Refusal JudgementIncomplete(IEnumerable<string> missing) => Refusal.Invalid(
        "intake.judgement-incomplete", "Learning wishes, motivation and capacities are judged, all three.",
        [.. missing.Select(NotJudged)]);

    private static Fault NotJudged(string criterion) => new(criterion, "intake.not-judged", "This is not judged.");
}
