using Metropool.Contracts.Intake;
using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Applications;

/// <content>Decisions about a place. The caller holds the lock of the terms of the edition, and has counted the places under it (R15).</content>
internal sealed partial class Application
{
    /// <summary>
    /// Decides on the application. A candidate is admitted only after an interview (R10) that was judged on all three criteria (R12) by both panel members
    /// (R11), and with the agreement of the employer. If no place is available, the candidate is placed on the waiting list (R15). The admission fixes the
    /// terms and the price (R9).
    /// </summary>
    /// <param name="request">The decision.</param>
    /// <param name="by">The dean or programme manager of the edition, or a deputy.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="terms">Its terms.</param>
    /// <param name="places">Its places.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged?> Decide(
        DecisionRequest request, TeamMember by, Edition edition, EditionTerms terms, Places places, DateTimeOffset now)
    {
        if (IsInConflict(by.PersonId))
        {
            return Refusals.ConflictOfInterest;
        }

        if (CheckDecidable(request.Outcome) is { } refusal)
        {
            return refusal;
        }

        if (request.Outcome != DecisionOutcome.Reject && !edition.IsOpen)
        {
            return Refusals.EditionNotOpen;
        }

        var decision = Decision.Of(request, by, now);
        return request.Outcome switch
        {
            DecisionOutcome.Admit when places.IsAvailable => Admit(decision, terms.TermsFor(edition), now),
            // Not all places are taken, but they are offered, held, or for the candidates who come first.
            DecisionOutcome.Admit when Status == ApplicationStatus.WaitListed && !places.AllTaken => Refusals.NotFirstOnWaitingList,
            // The candidate already waits for a place, so the decision would change nothing.
            DecisionOutcome.Admit when WaitsForPlace => Refusals.CapacityReached,
            DecisionOutcome.Reject => Reject(decision, now, ApplicationChange.Updated),
            _ => WaitList(decision, terms, now),
        };
    }

    /// <summary>
    /// Revises a decision. A rejection is revised by another person, under the same rules as every decision. An admission can be withdrawn until the programme
    /// begins for the participant. That is final, because Scheduling enrols a participant once for an application.
    /// </summary>
    /// <param name="request">The new decision.</param>
    /// <param name="by">The dean or programme manager of the edition, or a deputy.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="terms">Its terms.</param>
    /// <param name="places">Its places.</param>
    /// <param name="participation">The participation that the admission led to, if there is one already.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged?> Revise(
        DecisionRequest request, TeamMember by, Edition edition, EditionTerms terms, Places places, Participation? participation, DateTimeOffset now)
    {
        if (IsInConflict(by.PersonId))
        {
            return Refusals.ConflictOfInterest;
        }

        if (CheckRevisable(request.Outcome, by, edition, participation, now) is { } refusal)
        {
            return refusal;
        }

        var decision = Decision.Of(request, by, now);
        return request.Outcome switch
        {
            DecisionOutcome.Reject => Reject(decision, now, ApplicationChange.AdmissionWithdrawn),
            DecisionOutcome.Admit when places.IsAvailable => Admit(decision, terms.TermsFor(edition), now),
            _ => WaitList(decision, terms, now),
        };
    }

    /// <summary>Offers an available place to the first candidate on the waiting list.</summary>
    public PlaceOffer OfferPlace(DateTimeOffset until, DateTimeOffset now)
    {
        OfferUntil = until;
        Record(HistoryKind.Offered, Actor.System, now);
        return new PlaceOffer { Id = Guid.CreateVersion7(now), ApplicationId = Id, EditionId = EditionId, OfferedAt = now, Until = until };
    }

    /// <summary>
    /// Accepts the offered place: an admission on the current terms (R9), by the decision that put the candidate on the waiting list. A refusal leaves the
    /// offer open.
    /// </summary>
    public Outcome<ApplicationChanged?> AcceptOffer(PlaceOffer? offer, Edition edition, EditionTerms terms, DateTimeOffset now)
    {
        if (PlaceOffer.CheckOpen(offer, now) is { } refusal)
        {
            return refusal;
        }

        if (!edition.IsOpen)
        {
            return Refusals.EditionNotOpen;
        }

        var outcome = Admit(Decision!, terms.TermsFor(edition), now, byCandidate: true);
        if (outcome.Refusal is null)
        {
            offer!.Close(OfferState.Accepted, now);
        }

        return outcome;
    }

    /// <summary>Declines the offered place. The candidate stays on the waiting list, but gets no other offer.</summary>
    /// <returns>Null: the public state doesn't change.</returns>
    public Outcome<ApplicationChanged?> DeclineOffer(PlaceOffer? offer, DateTimeOffset now)
    {
        if (PlaceOffer.CheckOpen(offer, now) is { } refusal)
        {
            return refusal;
        }

        CloseOffer(offer!, OfferState.Declined, HistoryKind.OfferDeclined, Actor.Candidate(this), now);
        return (ApplicationChanged?)null;
    }

    /// <summary>Ends the offer without an answer: it expired, or the edition was cancelled.</summary>
    public void EndOffer(PlaceOffer offer, OfferState state, DateTimeOffset now) =>
        CloseOffer(offer, state, state == OfferState.Expired ? HistoryKind.OfferExpired : HistoryKind.OfferWithdrawn, Actor.System, now);

    private Refusal? CheckDecidable(DecisionOutcome outcome) => Status switch
    {
        ApplicationStatus.Interviewed => null,
        ApplicationStatus.WaitListed => outcome == DecisionOutcome.WaitList ? Refusals.AlreadyWaitListed : null,
        // A candidate who never comes to an interview can be rejected.
        ApplicationStatus.Submitted when Interview is null => outcome == DecisionOutcome.Reject ? null : Refusals.InterviewNotHeld,
        ApplicationStatus.Submitted when EffectiveJudgements is [] => Refusals.CriteriaNotJudged(),
        ApplicationStatus.Submitted when JudgementMode == Applications.JudgementMode.SeparateBlind => Refusals.JudgementOutstanding,
        ApplicationStatus.Submitted => Refusals.JudgementNotConfirmed,
        ApplicationStatus.Draft => Refusals.NotSubmitted,
        _ => Refusals.AlreadyDecided,
    };

    private Refusal? CheckRevisable(DecisionOutcome outcome, TeamMember by, Edition edition, Participation? participation, DateTimeOffset now) =>
        Status switch
        {
            ApplicationStatus.Admitted => outcome == DecisionOutcome.Reject
                ? CheckNotBegun(participation, edition, now)
                : Refusals.AdmissionNotRevisable,
            not ApplicationStatus.Rejected => Refusals.NothingToRevise,
            _ when outcome == DecisionOutcome.Reject => Refusals.NothingToRevise,
            // The candidate was admitted before.
            _ when Terms is not null => Refusals.AdmissionWithdrawn,
            _ when Decision?.ById == by.PersonId => Refusals.ReviewerNotIndependent,
            _ when Interview is null => Refusals.InterviewNotHeld,
            _ when !Judgements.AreFinal => Refusals.JudgementNotConfirmed,
            _ when !edition.IsOpen => Refusals.EditionNotOpen,
            _ => null,
        };

    private Outcome<ApplicationChanged?> Admit(Decision decision, AgreedTerms? terms, DateTimeOffset now, bool byCandidate = false)
    {
        if (terms is null)
        {
            return Refusals.PriceUnknown;
        }

        if (Agreements.CheckAdmission(terms) is { } refusal)
        {
            return refusal;
        }

        (Decision, Terms) = (decision, terms);
        RemoveFromWaitingList();
        if (byCandidate)
        {
            Record(HistoryKind.OfferAccepted, Actor.Candidate(this), now, ApplicationStatus.Admitted);
        }
        else
        {
            Record(HistoryKind.Admitted, decision.MadeBy(), now, ApplicationStatus.Admitted, decision.Reason);
        }

        return State(ApplicationChange.Admitted);
    }

    private ApplicationChanged Reject(Decision decision, DateTimeOffset now, ApplicationChange change)
    {
        Decision = decision;
        Close(ApplicationStatus.Rejected, HistoryKind.Rejected, decision.MadeBy(), now, decision.Reason);
        return State(change);
    }

    // A candidate who was wait-listed by decision and is now to be admitted while no place is available keeps the number, and from now on waits for a place.
    private ApplicationChanged WaitList(Decision decision, EditionTerms terms, DateTimeOffset now)
    {
        Decision = decision;
        (WaitListNumber, WaitsForPlace, OfferUntil) = (WaitListNumber ?? terms.NextWaitListNumber(), decision.Outcome == DecisionOutcome.Admit, null);
        Record(HistoryKind.WaitListed, decision.MadeBy(), now, ApplicationStatus.WaitListed, decision.Reason);
        return State(ApplicationChange.Updated);
    }

    private void CloseOffer(PlaceOffer offer, OfferState state, HistoryKind what, Actor by, DateTimeOffset now)
    {
        offer.Close(state, now);
        OfferUntil = null;
        Record(what, by, now);
    }

    private void RemoveFromWaitingList() => (WaitListNumber, WaitsForPlace, OfferUntil) = (null, false, null);
}
