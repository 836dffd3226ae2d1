using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Nominations;
using Metropool.Intake.Offers;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Successions;

/// <summary>Releases held places to the waiting list: for an employer that nominates no successor, or for a programme manager who waits no longer.</summary>
internal sealed class PlaceReleases(IntakeDbContext db, PlaceAllocator allocator, NominationMails mails, ProgrammeClock clock)
{
    /// <param name="id">The held place.</param>
    /// <param name="visible">The held places that are visible to the caller.</param>
    /// <param name="byTeam">The team member who releases it, and the reason; null for the employer.</param>
    /// <param name="cancellationToken"></param>
    public async Task<Refusal?> ReleaseAsync(
        Guid id, IQueryable<Succession> visible, (Actor By, string Reason)? byTeam, CancellationToken cancellationToken)
    {
        if (await visible.Where(s => s.Id == id).Select(s => (Guid?)s.EditionId).SingleOrDefaultAsync(cancellationToken) is not { } editionId)
        {
            return Refusals.SuccessionUnknown;
        }

        return await db.InTransactionAsync(token => ReleaseInTransactionAsync(id, editionId, byTeam, token), cancellationToken);
    }

    private async Task<Refusal?> ReleaseInTransactionAsync(
        Guid id, Guid editionId, (Actor By, string Reason)? byTeam, CancellationToken cancellationToken)
    {
        await db.LockTermsAsync(editionId, cancellationToken);
        var now = clock.GetUtcNow();
        var succession = await db.Successions.SingleAsync(s => s.Id == id, cancellationToken);
        if (!succession.IsHeld)
        {
            return Refusals.PlaceNotHeld;
        }

        var nominations = await db.ActiveNominations(now).Where(n => n.SuccessionId == id).ToListAsync(cancellationToken);
        if (byTeam is null && nominations.Exists(n => n.Status == NominationStatus.Accepted))
        {
            return Refusals.SuccessorAccepted;
        }

        foreach (var nomination in nominations.Where(n => n.Status == NominationStatus.Open))
        {
            nomination.Settle(NominationStatus.Withdrawn, now);
            await mails.WithdrawAsync(nomination.Id, cancellationToken);
        }

        var by = byTeam?.By ?? Actor.Employer(succession.EmployerName);
        await allocator.CloseSuccessionAsync(succession, SuccessionState.Released, by, byTeam?.Reason, now, cancellationToken);
        await allocator.OfferAvailablePlacesAsync(editionId, cancellationToken);
        return null;
    }
}
