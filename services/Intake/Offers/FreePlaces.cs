using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Nominations;
using Metropool.Intake.Successions;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Offers;

/// <summary>Gives out what came free: what isn't held for an employer any more, and what nobody took who was offered it, is offered to who is next.</summary>
internal sealed class FreePlaces(IntakeDbContext db, IPublishEndpoint publish, SuccessionMails mails, NominationMails nominationMails, ProgrammeClock clock)
{
    /// <summary>
    /// Offers every free place of an edition to who is next on its waiting list, after closing the offers that have expired or lost their ground, and after settling the places that are held for employers.
    /// It looks at how things stand and not at what happened: once more does no harm. Called wherever a place comes free, in the transaction that frees it, under the lock of the terms (R15).
    /// </summary>
    /// <param name="editionId">The edition. One that isn't known here has no places.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task OfferAsync(Guid editionId, CancellationToken cancellationToken)
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
        await SettleHeldAsync(edition, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        // Without a price nobody could accept (R9).
        if (!edition.AcceptsApplications(clock.Today) || terms.Agree(edition) is null)
        {
            return;
        }

        var places = await db.PlacesAsync(terms, null, now, cancellationToken);
        if (places.Free <= 0)
        {
            return;
        }

        var next = await db.Applications.Where(a => a.EditionId == editionId).InLine(db, now).OrderBy(a => a.WaitListNumber).Take(places.Free).Select(a => a.Id).ToListAsync(cancellationToken);
        var lastDay = PlaceOffer.LastDay(edition, terms, clock.Today);
        foreach (var application in (await db.HoldAsync(next, cancellationToken)).OrderBy(a => a.WaitListNumber))
        {
            db.Add(application.OfferPlace(PlaceOffer.EndOf(lastDay), now));
            await publish.TellAsync(application.PersonId, Notice.Offered(edition.Name, lastDay, Math.Max(1, lastDay.DayNumber - clock.Today.DayNumber)), now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Ends that a place is held. Saved by the caller, under the lock of the terms.</summary>
    public async Task CloseAsync(Succession succession, SuccessionState state, Actor by, string? reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        succession.Close(state, now);
        await mails.WithdrawAsync(succession, cancellationToken);
        if (succession.WithdrawnApplicationId is { } id && (await db.HoldAsync([id], cancellationToken)) is [var withdrawn])
        {
            withdrawn.NoteSuccession(state, by, reason, now);
        }
    }

    private async Task CloseOffersAsync(Edition edition, DateTimeOffset now, CancellationToken cancellationToken)
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
    }

    private async Task ExpireNominationsAsync(Edition edition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var closed = !edition.IsOpen;
        foreach (var nomination in await db.Nominations.Where(n => n.EditionId == edition.Id && n.Status == NominationStatus.Open && (n.ExpiresAt <= now || closed)).OrderBy(n => n.Id).ToListAsync(cancellationToken))
        {
            nomination.Settle(NominationStatus.Expired, now);
            await nominationMails.WithdrawAsync(nomination.Id, cancellationToken);
            if (edition.IsOpen && await db.Successions.SingleOrDefaultAsync(s => s.Id == nomination.SuccessionId && s.State == SuccessionState.Held && s.NameUntil > now, cancellationToken) is { } succession)
            {
                await mails.AskAsync(succession, edition, $"De kandidaat die u voordroeg voor {edition.Name}, heeft niet op tijd geantwoord.", now, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task SettleHeldAsync(Edition edition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var succession in await db.Successions.Where(s => s.EditionId == edition.Id && s.State == SuccessionState.Held).OrderBy(s => s.Id).ToListAsync(cancellationToken))
        {
            var named = db.AliveNominations(now).Where(n => n.SuccessionId == succession.Id);
            if (await named.AnyAsync(n => db.Applications.Any(a => a.Id == n.ApplicationId && a.Status == ApplicationStatus.Admitted), cancellationToken))
            {
                await CloseAsync(succession, SuccessionState.Filled, Actor.Calendar, null, now, cancellationToken);
            }
            else if (!edition.IsOpen || (succession.NameUntil <= now && !await named.AnyAsync(cancellationToken)))
            {
                await CloseAsync(succession, SuccessionState.Released, Actor.Calendar, null, now, cancellationToken);
            }
        }
    }
}
