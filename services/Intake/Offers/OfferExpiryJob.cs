using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Nominations;
using Metropool.Intake.Successions;
using Metropool.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Offers;

/// <summary>Ends offers, nominations and held places that have expired, and offers the available places to the next candidates, per edition.</summary>
internal sealed class OfferExpiryJob(IntakeDbContext db, PlaceAllocator allocator, ProgrammeClock clock) : IJob
{
    public static string Name => "expire offers";

    /// <returns>The number of editions.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var editionIds = await DueAsync(cancellationToken);
        foreach (var editionId in editionIds)
        {
            // The allocator looks again under the lock: another replica may have done it.
            await db.InTransactionAsync(token => allocator.OfferAvailablePlacesAsync(editionId, token), cancellationToken);
            db.ChangeTracker.Clear();
        }

        return editionIds.Count;
    }

    private async Task<List<Guid>> DueAsync(CancellationToken cancellationToken)
    {
        using var untraced = JobTraces.Suppress();
        var now = clock.GetUtcNow();
        var nominations = db.ActiveNominations(now);
        var held = db.Successions.Where(s => s.State == SuccessionState.Held);
        return await db.Offers.Where(offer => offer.State == OfferState.Open && offer.Until <= now).Select(offer => offer.EditionId)
            .Union(db.Nominations.Where(n => n.Status == NominationStatus.Open && n.ExpiresAt <= now).Select(n => n.EditionId))
            .Union(held.Where(s => s.NominateUntil <= now && !nominations.Any(n => n.SuccessionId == s.Id)).Select(s => s.EditionId))
            .Union(held.Where(s => nominations.Any(n => n.SuccessionId == s.Id
                && db.Applications.Any(a => a.Id == n.ApplicationId && a.Status == ApplicationStatus.Admitted))).Select(s => s.EditionId))
            .ToListAsync(cancellationToken);
    }
}
