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
    /// <summary>Takes the lock that every decision about a place of the edition takes, until the end of the transaction.</summary>
    public static Task<EditionTerms> LockTermsAsync(this IntakeDbContext db, Guid editionId, CancellationToken cancellationToken) =>
        db.EditionTerms.FromSql($"SELECT * FROM edition_terms WHERE edition_id = {editionId} FOR UPDATE").SingleAsync(cancellationToken);

    /// <summary>Takes the locks of several editions, in one order, as everybody who takes more than one. Editions that aren't known here have none.</summary>
    public static Task LockTermsAsync(this IntakeDbContext db, Guid[] editionIds, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM edition_terms WHERE edition_id = ANY ({editionIds}) ORDER BY edition_id FOR UPDATE", cancellationToken);

    /// <summary>How the places stand for a decision about one application. For a decision, the caller holds the lock.</summary>
    /// <param name="db">The database.</param>
    /// <param name="terms">The terms of the edition.</param>
    /// <param name="application">
    /// The application. On the waiting list all of a lower number come before it who are in line, whatever they wait for; one that is offered a place, or for which one is held, comes before all. Null, and one that isn't on the list:
    /// those come before who wait for a place, and whom they wait behind. Who was only asked to wait takes no place from a newcomer, and neither does who let an offer pass.
    /// </param>
    /// <param name="now">Programme time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Places> PlacesAsync(this IntakeDbContext db, EditionTerms terms, Application? application, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var holds = application is null ? null : await db.PlacesHeldFor(application.Id, now).Select(succession => (Guid?)succession.Id).FirstOrDefaultAsync(cancellationToken);
        var (editionId, applicationId, waitListNumber) = (terms.EditionId, application?.Id, application?.WaitListNumber);
        var inLine = db.Applications.Where(a => a.EditionId == editionId).InLine(db, now);
        var counts = await db.EditionTerms.Where(t => t.EditionId == editionId)
            .Select(_ => new
            {
                // Who was admitted takes a place, until the participation ends or goes over to another edition.
                Admitted = db.Applications.Count(a => a.EditionId == editionId && a.Status == ApplicationStatus.Admitted
                    && !db.Participations.Any(p => p.ApplicationId == a.Id && (p.EditionId != editionId || p.Status == ParticipationStatus.Ended))),
                // Who came over from another edition takes one as well, and who is about to.
                Transferred = db.Participations.Count(p => (p.EditionId == editionId && p.Status != ParticipationStatus.Ended
                    && !db.Applications.Any(a => a.Id == p.ApplicationId && a.EditionId == editionId)) || (p.TransferTo == editionId && p.TransferGranted == true && p.EditionId != editionId)),
                // What is offered to somebody nobody else can have meanwhile.
                Offered = db.Offers.Count(offer => offer.EditionId == editionId && offer.State == OfferState.Open && (applicationId == null || offer.ApplicationId != applicationId)),
                Held = db.Successions.Count(succession => succession.EditionId == editionId && succession.State == SuccessionState.Held && succession.Id != holds),
                QueuedAhead = inLine.Count(a => waitListNumber == null
                    ? a.WaitListNumber <= inLine.Where(other => other.WaitsForPlace).Max(other => other.WaitListNumber)
                    : a.WaitListNumber < waitListNumber),
            })
            .SingleAsync(cancellationToken);
        return new Places(terms.Capacity, counts.Admitted + counts.Transferred, counts.Offered, counts.Held, application?.OfferUntil is null && holds is null ? counts.QueuedAhead : 0);
    }
}
