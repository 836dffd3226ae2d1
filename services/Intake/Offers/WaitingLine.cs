using Metropool.Intake.Applications;
using Metropool.Intake.Successions;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Offers;

internal static class WaitingLine
{
    /// <summary>Who waits in line: on the waiting list, and neither offered a place at this moment, nor passed over since an offer was declined or expired, nor somebody for whom a place is held.</summary>
    public static IQueryable<Application> InLine(this IQueryable<Application> applications, IntakeDbContext db, DateTimeOffset now)
    {
        var alive = db.AliveNominations(now);
        return applications.Where(a => a.WaitListNumber != null
            && !db.Offers.Any(offer => offer.ApplicationId == a.Id && offer.State != OfferState.Withdrawn)
            && !db.Successions.Any(s => s.EditionId == a.EditionId && s.State == SuccessionState.Held && alive.Any(n => n.SuccessionId == s.Id && n.ApplicationId == a.Id)));
    }

    /// <summary>Reads applications and holds them until the end of the transaction: whoever changes one of them meanwhile waits, and doesn't make somebody else's request fail.</summary>
    public static async Task<List<Application>> HoldAsync(this IntakeDbContext db, List<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids is [])
        {
            return [];
        }

        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM applications WHERE id = ANY({ids}) ORDER BY id FOR UPDATE", cancellationToken);
        return await db.Applications.Where(a => ids.Contains(a.Id)).ToListAsync(cancellationToken);
    }
}
