using Metropool.Contracts.Intake;
using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Participations;

namespace Metropool.Intake.Applications;

/// <summary>What is decided.</summary>
internal sealed partial class Application
{
    /// <summary>
    /// Decides on the application. Nobody is admitted without an interview that was held (R10), judged on all three criteria (R12)
    /// by both members of the panel (R11), and without the agreement of the employer. Where there is no place the candidate comes on the waiting list (R15).
    /// The terms, the price among them, are fixed with the admission (R9).
    /// </summary>
    /// <param name="request">What is decided, and why.</param>
    /// <param name="by">The dean or the programme manager of the edition, or who deputises.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="terms">Its terms. The caller holds their lock.</param>
    /// <param name="places">How the places stand, counted under that lock.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged> Decide(DecisionRequest request, TeamMember by, Edition edition, EditionTerms terms, Places places, DateTimeOffset now)
    {
        if (Barred(by.PersonId) is { } barred)
        {
            return barred;
        }

        if (NotDecidable(request.Outcome) is { } refusal)
        {
            return refusal;
        }

        if (request.Outcome != DecisionOutcome.Reject && !edition.IsOpen)
        {
            return Refusals.EditionNotOpen;
        }

        return request.Outcome switch
        {
            DecisionOutcome.Admit when places.OneIsFree => Admit(Decision.Of(request, by, now), terms.Agree(edition), now),
            DecisionOutcome.Admit when Status == ApplicationStatus.WaitListed && !places.AreGone => Refusals.NotFirstOnWaitingList,
            DecisionOutcome.Admit when WaitsForPlace => Refusals.CapacityReached,
            DecisionOutcome.Reject => Settle(Decision.Of(request, by, now), now, ApplicationStatus.Rejected, HistoryKind.Rejected),
            _ => WaitList(request, by, terms, now),
        };
    }

    /// <summary>
    /// Revises a decision. A rejection: by another person than who decided it, and as every decision (R10, R11, R12, R15). An admission: it can be taken back until the programme
    /// begins for the participant, and then stays so; Scheduling enrols somebody once for an application.
    /// </summary>
    /// <param name="request">What is decided now, and why.</param>
    /// <param name="by">The dean or the programme manager of the edition, or who deputises.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="terms">Its terms. The caller holds their lock.</param>
    /// <param name="places">How the places stand, counted under that lock.</param>
    /// <param name="participation">What the admission led to, if it did already.</param>
    /// <param name="now">Programme time.</param>
    /// <param name="today">The day of it.</param>
    public Outcome<ApplicationChanged> Revise(
        DecisionRequest request, TeamMember by, Edition edition, EditionTerms terms, Places places, Participation? participation, DateTimeOffset now, DateOnly today)
    {
        if (Barred(by.PersonId) is { } barred)
        {
            return barred;
        }

        if (NotRevisable(request.Outcome, by, edition, participation, today) is { } refusal)
        {
            return refusal;
        }

        if (request.Outcome == DecisionOutcome.Reject)
        {
            Settle(Decision.Of(request, by, now), now, ApplicationStatus.Rejected, HistoryKind.Rejected);
            return State<AdmissionWithdrawn>();
        }

        return request.Outcome == DecisionOutcome.Admit && places.OneIsFree ? Admit(Decision.Of(request, by, now), terms.Agree(edition), now) : WaitList(request, by, terms, now);
    }

    private Refusal? NotRevisable(DecisionOutcome outcome, TeamMember by, Edition edition, Participation? participation, DateOnly today) => Status switch
    {
        ApplicationStatus.Admitted => outcome != DecisionOutcome.Reject ? Refusals.AdmissionOnlyTakenBack : Begun(participation, edition, today),
        not ApplicationStatus.Rejected => Refusals.NothingToRevise,
        _ when outcome == DecisionOutcome.Reject => Refusals.NothingToRevise,
        // It was admitted before.
        _ when Terms is not null => Refusals.AdmissionTakenBack,
        _ when Decision?.ById == by.PersonId => Refusals.ReviewedByAnother,
        _ when Interview is null => Refusals.InterviewNotHeld,
        _ when !IsJudged => Refusals.JudgementNotConfirmed,
        _ when !edition.IsOpen => Refusals.EditionNotOpen,
        _ => null,
    };

    private Refusal? NotDecidable(DecisionOutcome outcome) => Status switch
    {
        ApplicationStatus.Interviewed => null,
        ApplicationStatus.WaitListed => outcome == DecisionOutcome.WaitList ? Refusals.AlreadyWaitListed : null,
        // Somebody who never comes to an interview can't be admitted, but the application can be closed.
        ApplicationStatus.Submitted when Interview is null => outcome == DecisionOutcome.Reject ? null : Refusals.InterviewNotHeld,
        ApplicationStatus.Submitted when JudgementsThatCount is [] => Refusals.JudgementIncomplete(),
        ApplicationStatus.Submitted when JudgementMode == Applications.JudgementMode.SeparateBlind => Refusals.JudgementOutstanding,
        ApplicationStatus.Submitted => Refusals.JudgementNotConfirmed,
        ApplicationStatus.Draft => Refusals.NotSubmitted,
        _ => Refusals.AlreadyDecided,
    };

    // By who decided, or by the candidate who accepts the place that is offered.
    private Outcome<ApplicationChanged> Admit(Decision decision, AgreedTerms? terms, DateTimeOffset now, HistoryKind what = HistoryKind.Admitted, Actor? by = null)
    {
        if (terms is null)
        {
            return Refusals.PriceUnknown;
        }

        if (NotAgreed(terms) is { } refusal)
        {
            return refusal;
        }

        Terms = terms;
        Settle(decision, now, ApplicationStatus.Admitted, what, by);
        return State<ParticipantAdmitted>();
    }

    // Who was asked to wait, and is to be admitted while there is no place, waits for one from then on, and keeps the number.
    private ApplicationChanged WaitList(DecisionRequest request, TeamMember by, EditionTerms terms, DateTimeOffset now)
    {
        var number = WaitListNumber ?? terms.NextWaitListNumber();
        var state = Settle(Decision.Of(request, by, now), now, ApplicationStatus.WaitListed, HistoryKind.WaitListed);
        (WaitListNumber, WaitsForPlace) = (number, request.Outcome == DecisionOutcome.Admit);
        return state;
    }

    private ApplicationChanged Settle(Decision decision, DateTimeOffset now, ApplicationStatus status, HistoryKind what, Actor? by = null)
    {
        Decision = decision;
        (WaitListNumber, WaitsForPlace, OfferUntil) = (null, false, null);
        if (status == ApplicationStatus.Rejected)
        {
            CloseAgreement(now);
        }

        Changed(now, status);
        Record(what, by ?? decision.MadeBy(), by is null ? decision.Reason : null);
        return State<ApplicationChanged>();
    }
}
