using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Applications;
using Metropool.Intake.Offers;
using Metropool.Intake.Successions;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>Counts the places of an edition.</summary>
internal static class PlaceCounting
{
    /// <summary>Locks the terms of an edition until the end of the transaction, as every decision about a place does.</summary>
    public static Task<EditionTerms> LockTermsAsync(this IntakeDbContext db, Guid editionId, CancellationToken cancellationToken) =>
        db.EditionTerms.FromSql($"SELECT * FROM edition_terms WHERE edition_id = {editionId} FOR UPDATE").SingleAsync(cancellationToken);

    /// <summary>Locks the terms of several editions, in one order, so that two transactions can't deadlock. Unknown editions are ignored.</summary>
    public static Task LockTermsAsync(this IntakeDbContext db, Guid[] editionIds, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM edition_terms WHERE edition_id = ANY ({editionIds}) ORDER BY edition_id FOR UPDATE", cancellationToken);

    /// <summary>Counts the places of an edition, from the perspective of one application. For a decision, the caller must hold the lock of the terms.</summary>
    /// <param name="db">The database.</param>
    /// <param name="terms">The terms of the edition.</param>
    /// <param name="application">
    /// The application that is decided on; null for any new one. With an offer or a held place, no one comes before it. On the waiting list, the candidates
    /// with a lower number do. Otherwise, everyone on the list does up to the last candidate who waits for a place: candidates who were wait-listed by
    /// decision, or who declined an offer, don't come before a new candidate.
    /// </param>
    /// <param name="now">Programme time.</param>
    /// <param name="cancellationToken"></param>
    public static async Task<Places> CountPlacesAsync(
        this IntakeDbContext db, EditionTerms terms, Application? application, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var heldId = application is null ? null
            : await db.PlacesHeldFor(application.Id, now).Select(succession => (Guid?)succession.Id).FirstOrDefaultAsync(cancellationToken);
        var (editionId, applicationId, waitListNumber) = (terms.EditionId, application?.Id, application?.WaitListNumber);
        var waiting = db.Applications.Where(a => a.EditionId == editionId).WaitingForOffer(db, now);
        var counts = await db.EditionTerms.Where(t => t.EditionId == editionId)
            .Select(_ => new
            {
                // An admitted candidate takes a place, until the participation ends or is transferred to another edition.
                Admitted = db.Applications.Count(a => a.EditionId == editionId && a.Status == ApplicationStatus.Admitted
                    && !db.Participations.Any(p => p.ApplicationId == a.Id && (p.EditionId != editionId || p.Status == ParticipationStatus.Ended))),
                // A participation that was transferred here takes one too, also before the transfer is complete.
                Transferred = db.Participations.Count(p => (p.EditionId == editionId && p.Status != ParticipationStatus.Ended
                    && !db.Applications.Any(a => a.Id == p.ApplicationId && a.EditionId == editionId))
                    || (p.TransferTo == editionId && p.TransferGranted == true && p.EditionId != editionId)),
                Offered = db.Offers.Count(offer => offer.EditionId == editionId && offer.State == OfferState.Open
                    && (applicationId == null || offer.ApplicationId != applicationId)),
                Held = db.Successions.Count(
                    succession => succession.EditionId == editionId && succession.State == SuccessionState.Held && succession.Id != heldId),
                WaitingAhead = waiting.Count(a => waitListNumber == null
                    ? a.WaitListNumber <= waiting.Where(other => other.WaitsForPlace).Max(other => other.WaitListNumber)
                    : a.WaitListNumber < waitListNumber),
            })
            .SingleAsync(cancellationToken);
        var waitingAhead = application?.OfferUntil is null && heldId is null ? counts.WaitingAhead : 0;
        return new Places(terms.Capacity, counts.Admitted + counts.Transferred, counts.Offered, counts.Held, waitingAhead);
    }
}
