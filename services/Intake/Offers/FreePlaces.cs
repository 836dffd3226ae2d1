using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Offers;

/// <summary>Offers what came free.</summary>
internal static class FreePlaces
{
    /// <summary>Who waits in line: on the waiting list, and neither offered a place at this moment nor passed over since an offer was declined or expired.</summary>
    public static IQueryable<Application> InLine(this IQueryable<Application> applications, IntakeDbContext db) => applications.Where(a =>
        a.WaitListNumber != null && !db.Offers.Any(offer => offer.ApplicationId == a.Id && offer.State != OfferState.Withdrawn));

    /// <summary>
    /// Offers every free place of an edition to who is next on its waiting list, after closing the offers that have expired or lost their ground.
    /// It looks at how things stand and not at what happened: once more does no harm. Called wherever a place comes free, in the transaction that frees it, under the lock of the terms (R15).
    /// </summary>
    /// <param name="db">The database, in a transaction. What was changed before is saved.</param>
    /// <param name="editionId">The edition. One that isn't known here has no places.</param>
    /// <param name="publish">Where candidates are told.</param>
    /// <param name="clock">Programme time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task OfferFreePlacesAsync(this IntakeDbContext db, Guid editionId, IPublishEndpoint publish, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        if (await db.Editions.SingleOrDefaultAsync(e => e.Id == editionId, cancellationToken) is not { } edition)
        {
            return;
        }

        var terms = await db.LockTermsAsync(editionId, cancellationToken);
        var now = clock.GetUtcNow();
        await db.CloseOffersAsync(edition, publish, now, cancellationToken);
        // Without a price nobody could accept (R9).
        if (!edition.AcceptsApplications(clock.Today) || terms.Agree(edition) is null)
        {
            return;
        }

        var places = await db.PlacesAsync(terms, null, cancellationToken);
        if (places.Free <= 0)
        {
            return;
        }

        var next = await db.Applications.Where(a => a.EditionId == editionId).InLine(db).OrderBy(a => a.WaitListNumber).Take(places.Free).Select(a => a.Id).ToListAsync(cancellationToken);
        var lastDay = PlaceOffer.LastDay(edition, terms, clock.Today);
        foreach (var application in (await db.HoldAsync(next, cancellationToken)).OrderBy(a => a.WaitListNumber))
        {
            db.Add(application.OfferPlace(PlaceOffer.EndOf(lastDay), now));
            await publish.TellAsync(application.PersonId, Notice.Offered(edition.Name, lastDay, Math.Max(1, lastDay.DayNumber - clock.Today.DayNumber)), now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task CloseOffersAsync(this IntakeDbContext db, Edition edition, IPublishEndpoint publish, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await db.Offers.Where(offer => offer.EditionId == edition.Id && offer.State == OfferState.Open).OrderBy(offer => offer.Id).ToListAsync(cancellationToken);
        var applications = (await db.HoldAsync([.. open.Select(offer => offer.ApplicationId)], cancellationToken)).ToDictionary(application => application.Id);
        foreach (var offer in open)
        {
            var application = applications[offer.ApplicationId];
            if (application.Status != ApplicationStatus.WaitListed)
            {
                offer.Close(OfferState.Withdrawn, now);
            }
            else if (!edition.IsOpen)
            {
                application.LoseOffer(offer, OfferState.Withdrawn, now);
            }
            else if (offer.Until <= now)
            {
                application.LoseOffer(offer, OfferState.Expired, now);
                await publish.TellAsync(application.PersonId, Notice.OfferExpired(edition.Name), now, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
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
