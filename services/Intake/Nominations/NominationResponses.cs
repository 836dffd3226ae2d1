using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Metropool.Intake.Offers;
using Metropool.Intake.Organisations;
using Metropool.Intake.Replicas;
using Metropool.Intake.Successions;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

/// <summary>
/// Records the response to a nomination, of which there is one: the candidate accepts or declines with the code of the mailed link, or the employer withdraws.
/// </summary>
internal sealed class NominationResponses(
    IntakeDbContext db,
    OneTimeLinks links,
    NominationMails nominationMails,
    SuccessionMails successionMails,
    EmployerMatcher matcher,
    IntakeSettings settings,
    ProgrammeClock clock)
{
    /// <summary>The nomination of a code, while it is open.</summary>
    public async Task<Nomination?> FindAsync(string? code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await links.FindAsync(code, LinkKind.Nomination.Purpose, cancellationToken) is { } link
            ? await db.Nominations.SingleOrDefaultAsync(
                n => n.Id == link.SubjectId && n.Status == NominationStatus.Open && n.ExpiresAt > now, cancellationToken)
            : null;
    }

    /// <summary>Accepts the nomination. It becomes a draft with what the employer wrote, or is linked to the candidate's open application.</summary>
    /// <returns>The application, with its judgements.</returns>
    public Task<Outcome<Application>> AcceptAsync(string code, Guid personId, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Application>(token => AcceptInTransactionAsync(code, personId, token), cancellationToken);

    /// <summary>Declines the nomination. If it was for a held place, the employer is notified, so that it can nominate another candidate in time.</summary>
    public Task<Refusal?> DeclineAsync(string code, CancellationToken cancellationToken) =>
        db.InTransactionAsync(token => DeclineInTransactionAsync(code, token), cancellationToken);

    /// <summary>Withdraws an open nomination, and ends its mailed link.</summary>
    /// <param name="id">The nomination.</param>
    /// <param name="visible">The nominations that are visible to the caller.</param>
    /// <param name="cancellationToken"></param>
    public Task<Refusal?> WithdrawAsync(Guid id, IQueryable<Nomination> visible, CancellationToken cancellationToken) =>
        db.InTransactionAsync(token => WithdrawInTransactionAsync(id, visible, token), cancellationToken);

    private async Task<Outcome<Application>> AcceptInTransactionAsync(string code, Guid personId, CancellationToken cancellationToken)
    {
        if (await LockAsync(code, cancellationToken) is not var (nomination, edition))
        {
            return Refusals.NominationUnknown;
        }

        var (now, today) = (clock.GetUtcNow(), clock.Today);
        // A token stays valid for some minutes after the account is erased.
        if (await db.IsErasedAsync(personId, cancellationToken))
        {
            return Refusals.PersonErased;
        }

        if (!edition.AcceptsApplications(today))
        {
            return Refusals.EditionNotOpen;
        }

        // An employer that was known by name only may have an account by now.
        if (nomination.OrganisationId is null && await LockOrganisationAsync(nomination.EmployerName, cancellationToken) is { } organisation)
        {
            nomination.Connect(organisation);
        }

        var application = await db.Applications.WithParts()
            .SingleOrDefaultAsync(a => a.PersonId == personId && a.EditionId == edition.Id && !Application.Closed.Contains(a.Status), cancellationToken);
        if (application is not null)
        {
            await matcher.ConnectByNameAsync(application, notify: true, cancellationToken);
            if (await HasPlaceAsync(application, nomination, now, cancellationToken))
            {
                return Refusals.AlreadyHasPlace;
            }

            if (application.AcceptNomination(nomination, now) is { } refusal)
            {
                return refusal;
            }
        }
        else if (Application.Start(personId, edition, nomination, now).IsRefused(out var refused, out application))
        {
            return refused;
        }
        else
        {
            db.Add(application);
        }

        nomination.Accept(application.Id, PlaceOffer.EndOf(today.AddDays(settings.NominationDays)), now);
        return application;
    }

    private async Task<Refusal?> DeclineInTransactionAsync(string code, CancellationToken cancellationToken)
    {
        if (await LockAsync(code, cancellationToken) is not var (nomination, edition))
        {
            return Refusals.NominationUnknown;
        }

        var now = clock.GetUtcNow();
        nomination.Settle(NominationStatus.Declined, now);
        var succession = await db.Successions.SingleOrDefaultAsync(
            s => s.Id == nomination.SuccessionId && s.State == SuccessionState.Held && s.NominateUntil > now, cancellationToken);
        if (succession is not null)
        {
            var reason = $"De kandidaat die u voordroeg voor {edition.Name}, neemt de voordracht niet aan.";
            await successionMails.NotifyAsync(succession, edition, reason, now, cancellationToken);
        }

        return null;
    }

    private async Task<Refusal?> WithdrawInTransactionAsync(Guid id, IQueryable<Nomination> visible, CancellationToken cancellationToken)
    {
        if (await visible.Where(n => n.Id == id).Select(n => (Guid?)n.EditionId).SingleOrDefaultAsync(cancellationToken) is not { } editionId)
        {
            return Refusals.NominationUnknown;
        }

        await db.LockTermsAsync(editionId, cancellationToken);
        var nomination = await db.Nominations.SingleAsync(n => n.Id == id, cancellationToken);
        var now = clock.GetUtcNow();
        if (!nomination.IsOpenAt(now))
        {
            return Refusals.NominationNotOpen;
        }

        nomination.Settle(NominationStatus.Withdrawn, now);
        await nominationMails.WithdrawAsync(id, cancellationToken);
        return null;
    }

    // Found by name again after it is locked, because it may have changed.
    private async Task<Organisation?> LockOrganisationAsync(string name, CancellationToken cancellationToken)
    {
        await db.LockOrganisationAsync((await db.OrganisationNamedAsync(name, cancellationToken))?.Id, cancellationToken);
        return await db.OrganisationNamedAsync(name, cancellationToken);
    }

    // A candidate needs one place. A second one would be lost to the employer and to the waiting list.
    private async Task<bool> HasPlaceAsync(Application application, Nomination nomination, DateTimeOffset now, CancellationToken cancellationToken) =>
        nomination.SuccessionId is not null
        && (application.Status == ApplicationStatus.Admitted
            || application.OfferUntil is not null
            || await db.PlacesHeldFor(application.Id, now).AnyAsync(cancellationToken));

    // Uses the link, and locks the terms of the edition, as every decision about a place does, so that there is only one response.
    private async Task<(Nomination Nomination, Edition Edition)?> LockAsync(string code, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(code, LinkKind.Nomination.Purpose, cancellationToken) is not { } link)
        {
            return null;
        }

        var editions = db.Nominations.Where(n => n.Id == link.SubjectId).Select(n => (Guid?)n.EditionId);
        if (await editions.SingleOrDefaultAsync(cancellationToken) is not { } editionId)
        {
            return null;
        }

        await db.LockTermsAsync(editionId, cancellationToken);
        if (await FindAsync(code, cancellationToken) is not { } nomination || !await links.UseAsync(link, cancellationToken))
        {
            return null;
        }

        return (nomination, await db.Editions.SingleAsync(e => e.Id == editionId, cancellationToken));
    }
}
