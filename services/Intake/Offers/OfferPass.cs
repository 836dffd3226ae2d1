using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Nominations;
using Metropool.Intake.Passes;
using Metropool.Intake.Successions;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Offers;

/// <summary>What wasn't answered in time: an offer or a nomination expires, a place isn't held any longer, and what came free is offered to who is next. One edition after the other.</summary>
internal sealed class OfferPass(IntakeDbContext db, FreePlaces freePlaces, ProgrammeClock clock) : IPass
{
    public static string Over => "the offers";

    /// <summary>Does all that is due.</summary>
    /// <returns>In how many editions something was due.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var alive = db.AliveNominations(now);
        List<Guid> due;
        using (PassTraces.Untraced())
        {
            due = await db.Offers.Where(offer => offer.State == OfferState.Open && offer.Until <= now).Select(offer => offer.EditionId)
                .Union(db.Nominations.Where(n => n.Status == NominationStatus.Open && n.ExpiresAt <= now).Select(n => n.EditionId))
                .Union(db.Successions.Where(s => s.State == SuccessionState.Held && s.NameUntil <= now && !alive.Any(n => n.SuccessionId == s.Id)).Select(s => s.EditionId))
                .Union(db.Successions.Where(s => s.State == SuccessionState.Held && alive.Any(n => n.SuccessionId == s.Id
                    && db.Applications.Any(a => a.Id == n.ApplicationId && a.Status == ApplicationStatus.Admitted))).Select(s => s.EditionId))
                .ToListAsync(cancellationToken);
        }

        foreach (var editionId in due)
        {
            // Another replica may have done it by the time the lock is had: everything is asked again under it.
            await db.InTransactionAsync(token => freePlaces.OfferAsync(editionId, token), cancellationToken);
            db.ChangeTracker.Clear();
        }

        return due.Count;
    }
}
