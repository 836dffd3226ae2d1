using Metropool.Intake.Applications;
using Metropool.Intake.Successions;

namespace Metropool.Intake.Offers;

/// <summary>The waiting list of an edition: admissible candidates without a place, by the number that they got (R15).</summary>
internal static class WaitingList
{
    /// <summary>
    /// The candidates on the waiting list who can be offered a place: those who have no offer, didn't decline one or let it expire, and have no place held
    /// for them.
    /// </summary>
    public static IQueryable<Application> WaitingForOffer(this IQueryable<Application> applications, IntakeDbContext db, DateTimeOffset now)
    {
        var nominations = db.ActiveNominations(now);
        return applications.Where(a => a.WaitListNumber != null
            && !db.Offers.Any(offer => offer.ApplicationId == a.Id && offer.State != OfferState.Withdrawn)
            && !db.Successions.Any(s => s.EditionId == a.EditionId && s.State == SuccessionState.Held
                && nominations.Any(n => n.SuccessionId == s.Id && n.ApplicationId == a.Id)));
    }
}
