using Metropool.Contracts.Intake;
using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;

namespace Metropool.Intake.Applications;

/// <summary>A place that is offered to who waits for one.</summary>
internal sealed partial class Application
{
    /// <summary>Until when the candidate can answer the offer that is open; null where none is.</summary>
    public DateTimeOffset? OfferUntil { get; private set; }

    /// <summary>Offers a place. The caller holds the lock of the terms, has counted that there is one, and that nobody comes before (R15).</summary>
    public PlaceOffer OfferPlace(DateTimeOffset until, DateTimeOffset now)
    {
        OfferUntil = until;
        Changed(now);
        Record(HistoryKind.Offered, Actor.Calendar);
        return new PlaceOffer { Id = Guid.CreateVersion7(now), ApplicationId = Id, EditionId = EditionId, OfferedAt = now, Until = until };
    }

    /// <summary>
    /// Takes the place that is offered: an admission like any other, on the terms of this moment (R9). The decision that counts is the one that put the candidate on the list. A refusal leaves the offer open.
    /// </summary>
    public Outcome<ApplicationChanged> AcceptOffer(PlaceOffer? offer, Edition edition, EditionTerms terms, DateTimeOffset now)
    {
        if (NotAnswerable(offer, now) is { } refusal)
        {
            return refusal;
        }

        if (!edition.IsOpen)
        {
            return Refusals.EditionNotOpen;
        }

        var outcome = Admit(Decision!, terms.Agree(edition), now, HistoryKind.OfferAccepted, Actor.Candidate(this));
        if (outcome.Refusal is null)
        {
            offer!.Close(OfferState.Accepted, now);
        }

        return outcome;
    }

    /// <summary>Leaves the place that is offered to who is next. The candidate stays on the list, and isn't offered another.</summary>
    public Refusal? DeclineOffer(PlaceOffer? offer, DateTimeOffset now)
    {
        if (NotAnswerable(offer, now) is { } refusal)
        {
            return refusal;
        }

        Close(offer!, OfferState.Declined, HistoryKind.OfferDeclined, Actor.Candidate(this), now);
        return null;
    }

    /// <summary>The offer ends without an answer: it expired, or the edition was cancelled.</summary>
    public void LoseOffer(PlaceOffer offer, OfferState state, DateTimeOffset now) =>
        Close(offer, state, state == OfferState.Expired ? HistoryKind.OfferExpired : HistoryKind.OfferWithdrawn, Actor.Calendar, now);

    private void Close(PlaceOffer offer, OfferState state, HistoryKind what, Actor by, DateTimeOffset now)
    {
        offer.Close(state, now);
        OfferUntil = null;
        Changed(now);
        Record(what, by);
    }

    private static Refusal? NotAnswerable(PlaceOffer? offer, DateTimeOffset now) =>
        offer is null ? Refusals.NoOpenOffer : offer.Until <= now ? Refusals.OfferExpired : null;
}
