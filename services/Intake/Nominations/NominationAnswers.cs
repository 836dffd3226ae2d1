using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Metropool.Intake.Offers;
using Metropool.Intake.Organisations;
using Metropool.Intake.Successions;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

/// <summary>What becomes of a nomination: the candidate answers with the code of the mailed link, or the employer takes it back. Every answer is given once.</summary>
internal sealed class NominationAnswers(
    IntakeDbContext db,
    MailedLinks links,
    NominationMails nominationMails,
    SuccessionMails mails,
    EmployerConnections connections,
    IntakeSettings settings,
    ProgrammeClock clock)
{
    /// <summary>What a code leads to, while it can be answered.</summary>
    public async Task<Nomination?> FindAsync(string? code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await links.FindAsync(code, NominationMails.Purpose, cancellationToken) is { } link
            ? await db.Nominations.SingleOrDefaultAsync(n => n.Id == link.SubjectId && n.Status == NominationStatus.Open && n.ExpiresAt > now, cancellationToken)
            : null;
    }

    /// <summary>Takes it up: a draft with what the employer wrote, or the open application that the candidate has already.</summary>
    /// <returns>The application, with its judgements.</returns>
    public Task<Outcome<Application>> TakeUpAsync(string code, Guid personId, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Application>(token => TakeUpInTransactionAsync(code, personId, token), cancellationToken);

    /// <summary>Declines the nomination. An employer for whom a place is held is asked to name another candidate, while there is time.</summary>
    public Task<Refusal?> DeclineAsync(string code, CancellationToken cancellationToken) =>
        db.InTransactionAsync(token => DeclineInTransactionAsync(code, token), cancellationToken);

    /// <summary>Withdraws an open nomination, and ends its mailed link.</summary>
    /// <param name="id">The nomination.</param>
    /// <param name="reachable">The nominations that are visible to the caller.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<Refusal?> WithdrawAsync(Guid id, IQueryable<Nomination> reachable, CancellationToken cancellationToken) =>
        db.InTransactionAsync(token => WithdrawInTransactionAsync(id, reachable, token), cancellationToken);

    private async Task<Outcome<Application>> TakeUpInTransactionAsync(string code, Guid personId, CancellationToken cancellationToken)
    {
        if (await LockedAsync(code, cancellationToken) is not var (nomination, edition))
        {
            return Refusals.NominationUnknown;
        }

        var (now, today) = (clock.GetUtcNow(), clock.Today);
        // A token outlives the account by some minutes.
        if (await db.IsErasedAsync(personId, cancellationToken))
        {
            return Refusals.PersonErased;
        }

        if (!edition.AcceptsApplications(today))
        {
            return Refusals.EditionNotOpen;
        }

        // Who was known by name only may have an account by now.
        if (nomination.OrganisationId is null && await HeldOrganisationAsync(nomination.EmployerName, cancellationToken) is { } organisation)
        {
            nomination.Connect(organisation);
        }

        var application = await db.Applications.Include(a => a.Judgements)
            .SingleOrDefaultAsync(a => a.PersonId == personId && a.EditionId == edition.Id && !Application.Closed.Contains(a.Status), cancellationToken);
        if (application is not null)
        {
            await connections.ConnectByNameAsync(application, notify: true, cancellationToken);
            if ((await HasPlaceAsync(application, nomination, now, cancellationToken) ? Refusals.PlaceAlready : application.TakeUp(nomination, now)) is { } refusal)
            {
                return refusal;
            }
        }
        else if (Application.Start(personId, edition, nomination, now, today).IsRefused(out var refused, out application))
        {
            return refused;
        }
        else
        {
            db.Add(application);
        }

        nomination.TakeUp(application.Id, PlaceOffer.EndOf(today.AddDays(settings.NominationDays)), now);
        return application;
    }

    private async Task<Refusal?> DeclineInTransactionAsync(string code, CancellationToken cancellationToken)
    {
        if (await LockedAsync(code, cancellationToken) is not var (nomination, edition))
        {
            return Refusals.NominationUnknown;
        }

        var now = clock.GetUtcNow();
        nomination.Settle(NominationStatus.Declined, now);
        if (await db.Successions.SingleOrDefaultAsync(s => s.Id == nomination.SuccessionId && s.State == SuccessionState.Held && s.NameUntil > now, cancellationToken) is { } succession)
        {
            await mails.AskAsync(succession, edition, $"De kandidaat die u voordroeg voor {edition.Name}, neemt de voordracht niet aan.", now, cancellationToken);
        }

        return null;
    }

    private async Task<Refusal?> WithdrawInTransactionAsync(Guid id, IQueryable<Nomination> reachable, CancellationToken cancellationToken)
    {
        if (await reachable.Where(n => n.Id == id).Select(n => (Guid?)n.EditionId).SingleOrDefaultAsync(cancellationToken) is not { } editionId)
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

    // As it is once it is held, until the end of the transaction.
    private async Task<Organisation?> HeldOrganisationAsync(string name, CancellationToken cancellationToken)
    {
        await db.HoldOrganisationAsync((await db.OrganisationNamedAsync(name, cancellationToken))?.Id, cancellationToken);
        return await db.OrganisationNamedAsync(name, cancellationToken);
    }

    // One place for each: else a second would be taken from the employer, and from the waiting list, without anybody coming.
    private async Task<bool> HasPlaceAsync(Application application, Nomination nomination, DateTimeOffset now, CancellationToken cancellationToken) =>
        nomination.SuccessionId is not null
        && (application.Status == ApplicationStatus.Admitted || application.OfferUntil is not null || await db.PlacesHeldFor(application.Id, now).AnyAsync(cancellationToken));

    // The link is used up with the answer. Its edition is locked as by every decision about a place: of two answers one comes first.
    private async Task<(Nomination Nomination, Edition Edition)?> LockedAsync(string code, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(code, NominationMails.Purpose, cancellationToken) is not { } link
            || await db.Nominations.Where(n => n.Id == link.SubjectId).Select(n => (Guid?)n.EditionId).SingleOrDefaultAsync(cancellationToken) is not { } editionId)
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
