using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>Counts the places of an edition.</summary>
internal static class PlaceCounting
{
    /// <summary>Takes the lock that every decision about a place of the edition takes, until the end of the transaction.</summary>
    public static Task<EditionTerms> LockTermsAsync(this IntakeDbContext db, Guid editionId, CancellationToken cancellationToken) =>
        db.EditionTerms.FromSql($"SELECT * FROM edition_terms WHERE edition_id = {editionId} FOR UPDATE").SingleAsync(cancellationToken);

    /// <summary>How the places stand for a decision about one application. For a decision, the caller holds the lock.</summary>
    /// <param name="db">The database.</param>
    /// <param name="terms">The terms of the edition.</param>
    /// <param name="waitListNumber">
    /// The application's number on the waiting list: all of a lower number come before, whatever they wait for. Null where it isn't on it: then those
    /// come before who wait for a place, and whom they wait behind. Who was only asked to wait takes no place from a newcomer.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Places> PlacesAsync(this IntakeDbContext db, EditionTerms terms, long? waitListNumber, CancellationToken cancellationToken)
    {
        var editionId = terms.EditionId;
        var counts = await db.EditionTerms.Where(t => t.EditionId == editionId)
            .Select(_ => new
            {
                // Who was admitted takes a place, until the participation ends or goes over to another edition.
                Admitted = db.Applications.Count(a => a.EditionId == editionId && a.Status == ApplicationStatus.Admitted
                    && !db.Participations.Any(p => p.ApplicationId == a.Id && (p.EditionId != editionId || p.Status == ParticipationStatus.Ended))),
                // Who came over from another edition takes one as well.
                Transferred = db.Participations.Count(p => p.EditionId == editionId && p.Status != ParticipationStatus.Ended
                    && !db.Applications.Any(a => a.Id == p.ApplicationId && a.EditionId == editionId)),
                QueuedAhead = db.Applications.Count(a => a.EditionId == editionId && (waitListNumber == null
                    ? db.Applications.Any(other => other.EditionId == editionId && other.WaitsForPlace && other.WaitListNumber >= a.WaitListNumber)
                    : a.WaitListNumber < waitListNumber)),
            })
            .SingleAsync(cancellationToken);
        return new Places(terms.Capacity, counts.Admitted + counts.Transferred, counts.QueuedAhead);
    }
}
