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
    /// <param name="waitListNumber">The application's number on the waiting list; null where it isn't on it, and all on it come before.</param>
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
                QueuedAhead = db.Applications.Count(a => a.EditionId == editionId && a.WaitsForPlace && (waitListNumber == null || a.WaitListNumber < waitListNumber)),
            })
            .SingleAsync(cancellationToken);
        return new Places(terms.Capacity, counts.Admitted + counts.Transferred, counts.QueuedAhead);
    }
}
