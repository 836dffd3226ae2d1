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

    public static Refusal ApplicationOpen { get; } = Refusal.Conflict(
        "intake.application-open", "You already have an open application for this edition.");

    public static Refusal PersonErased { get; } = Refusal.Forbidden(
        "intake.person-erased", "The account was erased.");

    public static Refusal NotADraft { get; } = Refusal.Conflict(
        "intake.not-a-draft", "The application was handed in, and can't be changed or handed in any more.");

    public static Refusal AlreadyClosed { get; } = Refusal.Conflict(
        "intake.already-closed", "The application was withdrawn or rejected before.");

    public static Refusal ParticipationHasBegun { get; } = Refusal.Conflict(
        "intake.participation-has-begun", "The programme has begun for this participant. The participation can be ended, by the dean.");

    public static Refusal ParticipationTransferred { get; } = Refusal.Conflict(
        "intake.participation-transferred", "The participation went over to another edition. It can be ended there, by the dean.");

    public static Refusal EmployerNotChangeable { get; } = Refusal.Conflict(
        "intake.employer-not-changeable", "The employer is changed in the draft before it is handed in, and in the participation after the decision.");

    public static Refusal EmployerNotNamed { get; } = Refusal.Invalid(
        "intake.employer-not-named", "The new employer is given by its name, or by the organisation that has an account here.",
        new Fault("name", "intake.missing", "The employer is missing."));

    public static Refusal EmployerBeforeTheLast { get; } = Refusal.Invalid(
        "intake.employer-before-the-last", "The new employer can't begin before or on the first day of the one before.",
        new Fault("from", "intake.employer-before-the-last", "Must be after the first day with the employer before."));

    public static Refusal OwnApplication { get; } = Refusal.Forbidden(
        "intake.own-application", "Nobody judges or decides on their own application. A deputy does.");

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

    public static Refusal JudgementReplaced { get; } = Refusal.Conflict(
        "intake.judgement-replaced", "The judgement was written anew since. Read it again.");

    public static Refusal SecondPanelMemberNeeded { get; } = Refusal.Conflict(
        "intake.second-panel-member-needed", "The dean and the programme manager judge together: the other of the two confirms what one wrote.");

    public static Refusal JudgementNotConfirmed { get; } = Refusal.Conflict(
        "intake.judgement-not-confirmed", "The other member of the panel has not confirmed the judgement.");

    public static Refusal NotSubmitted { get; } = Refusal.Conflict(
        "intake.not-submitted", "The application was not handed in.");

    public static Refusal AlreadyDecided { get; } = Refusal.Conflict(
        "intake.already-decided", "The application is admitted, rejected or withdrawn.");

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
        "intake.not-first-on-waiting-list", "Others come before on the waiting list.");

    public static Refusal PriceUnknown { get; } = Refusal.Conflict(
        "intake.price-unknown", "The edition has no price: nobody can agree to it. Set it in the terms of the edition.");

    public static Refusal MinimumGroupAboveCapacity { get; } = Refusal.Invalid(
        "intake.minimum-group-above-capacity", "The minimum group is larger than the capacity.",
        new Fault("minimumGroup", "intake.minimum-group-above-capacity", "Must not be above the capacity."));

    public static Refusal CancellationTableContradictory { get; } = Refusal.Invalid(
        "intake.cancellation-table-contradictory", "A later withdrawal can't cost less than an earlier one, and a day is named once.",
        new Fault("cancellation", "intake.cancellation-table-contradictory", "Days must differ, and the charge must not fall towards the first day."));

    public static Refusal OrganisationUnknown(string where) => Refusal.Invalid(
        "intake.organisation-unknown", "The employer is not known here by that id. Leave it out and give the name.",
        new Fault(where, "intake.organisation-unknown", "There is no such organisation."));

    public static Refusal CapacityBelowPlacesTaken(int placesTaken) => Refusal.Conflict(
        "intake.capacity-below-places-taken", $"{placesTaken} places are given out: the capacity can't go below.");

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
