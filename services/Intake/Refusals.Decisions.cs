using Metropool.Http;

namespace Metropool.Intake;

/// <content>Interviews, judgements, conflicts of interest and decisions.</content>
internal static partial class Refusals
{
    // Interviews (R10, R11).

    public static Refusal NotAwaitingInterview { get; } = Refusal.Conflict(
        "intake.not-awaiting-interview", "The application doesn't wait for an interview.");

    public static Refusal InterviewNotBooked { get; } = Refusal.Conflict(
        "intake.interview-not-booked", "No interview is booked for this application.");

    public static Refusal InterviewNotBegun { get; } = Refusal.Conflict(
        "intake.interview-not-begun", "The interview hasn't begun yet.");

    public static Refusal InterviewNotHeld { get; } = Refusal.Conflict(
        "intake.interview-not-held", "The intake interview hasn't been held yet. Without it a candidate can't be judged or admitted.");

    public static Refusal HeldOutsideBooking { get; } = Refusal.Invalid(
        "intake.held-outside-booking",
        "The interview must be held on the day that it is booked for, and not in the future. Move the booking first.",
        new Fault("heldAt", "intake.held-outside-booking", "Must be on the day of the booking, and not in the future."));

    public static Refusal PanelIncomplete { get; } = Refusal.Conflict(
        "intake.panel-incomplete", "The panel of an intake interview must consist of a dean and a programme manager: two persons.");

    public static Refusal NotInPanel { get; } = Refusal.Forbidden(
        "intake.not-in-panel", "Only the dean and the programme manager on the panel of the interview can do this.");

    // Judgements (R11, R12).

    public static Refusal NotAwaitingJudgement { get; } = Refusal.Conflict(
        "intake.not-awaiting-judgement", "The application doesn't wait for a judgement.");

    public static Refusal JudgementConfirmed { get; } = Refusal.Conflict(
        "intake.judgement-confirmed", "The judgement is confirmed and final.");

    public static Refusal JudgementsComplete { get; } = Refusal.Conflict(
        "intake.judgements-complete", "Both judgements are written and final.");

    public static Refusal JudgedSeparately { get; } = Refusal.Conflict(
        "intake.judged-separately", "The dean and the programme manager write separate judgements, which aren't confirmed.");

    public static Refusal RoleJudged { get; } = Refusal.Conflict(
        "intake.role-judged", "Another person with your role has judged. Only they can replace that judgement, until the other role has judged.");

    public static Refusal JudgementOutstanding { get; } = Refusal.Conflict(
        "intake.judgement-outstanding", "The other panel member hasn't judged yet.");

    public static Refusal JudgementNotConfirmed { get; } = Refusal.Conflict(
        "intake.judgement-not-confirmed", "The other panel member hasn't confirmed the judgement yet.");

    public static Refusal JudgementReplaced { get; } = Refusal.Conflict(
        "intake.judgement-replaced", "The judgement was replaced by a newer one. Read that one first.");

    public static Refusal SecondPanelMemberNeeded { get; } = Refusal.Conflict(
        "intake.second-panel-member-needed",
        "The dean and the programme manager judge together: the other of the two must confirm the judgement, or write the other one.");

    /// <summary>No judgement on all three criteria exists yet (R12).</summary>
    public static Refusal CriteriaNotJudged() => Refusal.Conflict(
        "intake.criteria-not-judged", "Judge learning wishes, motivation and capacities: all three.", [.. Criteria.Select(NotJudged)]);

    /// <summary>A judgement that is sent lacks criteria (R12).</summary>
    public static Refusal JudgementIncomplete(IEnumerable<string> missing) => Refusal.Invalid(
        "intake.judgement-incomplete", "Judge learning wishes, motivation and capacities: all three.", [.. missing.Select(NotJudged)]);

    // Conflicts of interest (R5).

    public static Refusal ConflictDeclared { get; } = Refusal.Conflict(
        "intake.conflict-declared", "This conflict of interest is declared already.");

    public static Refusal ConflictUnknown { get; } = Refusal.NotFound(
        "intake.conflict-unknown", "No conflict of interest of this person is declared for this application.");

    public static Refusal JudgedSinceConflict { get; } = Refusal.Conflict(
        "intake.judged-since-conflict",
        "The conflict of interest can't be withdrawn: since it was declared the candidate was judged or a judgement was confirmed.");

    public static Refusal NotInDecidingTeam { get; } = Refusal.Invalid(
        "intake.not-in-deciding-team",
        "A conflict of interest is declared for a dean or programme manager of the edition, or a deputy of theirs.",
        new Fault("personId", "intake.not-in-deciding-team", "Must be a dean or programme manager of this edition, or a deputy."));

    // Decisions (R15).

    public static Refusal AlreadyDecided { get; } = Refusal.Conflict(
        "intake.already-decided", "The application is admitted, rejected, withdrawn or lapsed.");

    public static Refusal AlreadyWaitListed { get; } = Refusal.Conflict(
        "intake.already-wait-listed", "The candidate is on the waiting list already and keeps that position.");

    public static Refusal CapacityReached { get; } = Refusal.Conflict(
        "intake.capacity-reached", "The edition is full.");

    public static Refusal NotFirstOnWaitingList { get; } = Refusal.Conflict(
        "intake.not-first-on-waiting-list",
        "Other candidates come first: they are higher on the waiting list, or a place is offered to them or held for their employer.");

    public static Refusal NothingToRevise { get; } = Refusal.Conflict(
        "intake.nothing-to-revise", "Nothing to revise: the application isn't decided on, is withdrawn, or the decision is the same.");

    public static Refusal ReviewerNotIndependent { get; } = Refusal.Forbidden(
        "intake.reviewer-not-independent", "A rejection must be reviewed by another person than the one who decided it.");

    public static Refusal AdmissionNotRevisable { get; } = Refusal.Conflict(
        "intake.admission-not-revisable", "An admission can be withdrawn, but not moved to the waiting list.");

    public static Refusal AdmissionWithdrawn { get; } = Refusal.Conflict(
        "intake.admission-withdrawn", "The admission was withdrawn, which is final. The candidate can apply again.");

    public static Refusal AppliedAgain { get; } = Refusal.Conflict(
        "intake.applied-again", "The candidate has a newer application for this edition. Decide on that one.");

    public static Refusal NoOpenOffer { get; } = Refusal.Conflict(
        "intake.no-open-offer", "No place is offered to this application, or the offer was answered.");

    public static Refusal OfferExpired { get; } = Refusal.Conflict(
        "intake.offer-expired", "The offer has expired. The place goes to the next candidate.");

    private static Fault NotJudged(string criterion) => new(criterion, "intake.not-judged", "The judgement is missing.");
}
