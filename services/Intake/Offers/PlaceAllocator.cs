using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Nominations;
using Metropool.Intake.Replicas;
using Metropool.Intake.Successions;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Offers;

/// <summary>Offers available places to the waiting list, and ends offers, nominations and held places that have expired or become void.</summary>
internal sealed class PlaceAllocator(
    IntakeDbContext db, IPublishEndpoint publish, SuccessionMails mails, NominationMails nominationMails, ProgrammeClock clock)
{
    /// <summary>
    /// Offers every available place of an edition to the first candidate on its waiting list. It evaluates the current state, so that it
    /// can be called repeatedly. It is called wherever a place becomes available, in the same transaction, under the lock of the terms (R15).
    /// </summary>
    /// <param name="editionId">The edition. An unknown one has no places.</param>
    /// <param name="cancellationToken"></param>
    public async Task OfferAvailablePlacesAsync(Guid editionId, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        if (await db.Editions.SingleOrDefaultAsync(e => e.Id == editionId, cancellationToken) is not { } edition)
        {
            return;
        }

        var terms = await db.LockTermsAsync(editionId, cancellationToken);
        var now = clock.GetUtcNow();
        await CloseOffersAsync(edition, now, cancellationToken);
        await ExpireNominationsAsync(edition, now, cancellationToken);
        await CloseSuccessionsAsync(edition, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        // Without a price no candidate could accept (R9).
        if (!edition.AcceptsApplications(clock.Today) || terms.TermsFor(edition) is null)
        {
            return;
        }

        var places = await db.CountPlacesAsync(terms, null, now, cancellationToken);
        if (places.Free > 0)
        {
            await OfferAsync(edition, terms, places.Free, now, cancellationToken);
        }
    }

    /// <summary>Ends a held place. The caller saves, and holds the lock of the terms.</summary>
    public async Task CloseSuccessionAsync(
        Succession succession, SuccessionState state, Actor by, string? reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        succession.Close(state, now);
        await mails.WithdrawAsync(succession, cancellationToken);
        if (succession.WithdrawnApplicationId is { } id && (await db.LockApplicationsAsync([id], cancellationToken)) is [var withdrawn])
        {
            withdrawn.RecordSuccession(state, by, reason, now);
        }
    }

    private async Task OfferAsync(Edition edition, EditionTerms terms, int count, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = await db.Applications.Where(a => a.EditionId == edition.Id).WaitingForOffer(db, now)
            .OrderBy(a => a.WaitListNumber).Take(count).Select(a => a.Id).ToListAsync(cancellationToken);
        var lastDay = PlaceOffer.LastDay(edition, terms, clock.Today);
        var notice = Notice.Offered(edition.Name, lastDay, Math.Max(1, lastDay.DayNumber - clock.Today.DayNumber));
        foreach (var application in (await db.LockApplicationsAsync(next, cancellationToken)).OrderBy(a => a.WaitListNumber))
        {
            db.Add(application.OfferPlace(PlaceOffer.EndOf(lastDay), now));
            await publish.NotifyCandidateAsync(application.PersonId, notice, now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task CloseOffersAsync(Edition edition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await db.Offers.Where(offer => offer.EditionId == edition.Id && offer.State == OfferState.Open)
            .OrderBy(offer => offer.Id).ToListAsync(cancellationToken);
        var applications = (await db.LockApplicationsAsync([.. open.Select(offer => offer.ApplicationId)], cancellationToken))
            .ToDictionary(application => application.Id);
        foreach (var offer in open)
        {
            var application = applications[offer.ApplicationId];
            if (application.Status != ApplicationStatus.WaitListed)
            {
                offer.Close(OfferState.Withdrawn, now);
            }
            else if (!edition.IsOpen)
            {
                application.EndOffer(offer, OfferState.Withdrawn, now);
            }
            else if (offer.Until <= now)
            {
                application.EndOffer(offer, OfferState.Expired, now);
                await publish.NotifyCandidateAsync(application.PersonId, Notice.OfferExpired(edition.Name), now, cancellationToken);
            }
        }
    }

    private async Task ExpireNominationsAsync(Edition edition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var closed = !edition.IsOpen;
        var expired = await db.Nominations
            .Where(n => n.EditionId == edition.Id && n.Status == NominationStatus.Open && (n.ExpiresAt <= now || closed))
            .OrderBy(n => n.Id).ToListAsync(cancellationToken);
        foreach (var nomination in expired)
        {
            nomination.Settle(NominationStatus.Expired, now);
            await nominationMails.WithdrawAsync(nomination.Id, cancellationToken);
            if (edition.IsOpen && await db.OpenSuccessionAsync(nomination.SuccessionId, now, cancellationToken) is { } succession)
            {
                var reason = $"De kandidaat die u voordroeg voor {edition.Name}, heeft niet op tijd geantwoord.";
                await mails.NotifyAsync(succession, edition, reason, now, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task CloseSuccessionsAsync(Edition edition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var held = await db.Successions.Where(s => s.EditionId == edition.Id && s.State == SuccessionState.Held)
            .OrderBy(s => s.Id).ToListAsync(cancellationToken);
        foreach (var succession in held)
        {
            var nominations = db.ActiveNominations(now).Where(n => n.SuccessionId == succession.Id);
            if (await nominations.AnyAsync(
                n => db.Applications.Any(a => a.Id == n.ApplicationId && a.Status == ApplicationStatus.Admitted), cancellationToken))
            {
                await CloseSuccessionAsync(succession, SuccessionState.Filled, Actor.System, null, now, cancellationToken);
            }
            else if (!edition.IsOpen || (succession.NominateUntil <= now && !await nominations.AnyAsync(cancellationToken)))
            {
                await CloseSuccessionAsync(succession, SuccessionState.Released, Actor.System, null, now, cancellationToken);
            }
        }
    }
}
