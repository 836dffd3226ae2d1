using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Intake.Successions;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

/// <summary>An employer names a candidate, through the API or behind a mailed link.</summary>
internal sealed class Nominating(IntakeDbContext db, NominationMails mails, IntakeSettings settings, ProgrammeClock clock)
{
    /// <param name="editionId">The edition.</param>
    /// <param name="content">Whom.</param>
    /// <param name="organisationId">The employer, where it has an account here.</param>
    /// <param name="employer">What it is called.</param>
    /// <param name="held">The place that is held for the employer and that this is for, among those that it reaches; null for a nomination of its own.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Outcome<Nomination>> NominateAsync(
        Guid editionId, NominationContent content, Guid? organisationId, string employer, IQueryable<Succession>? held, CancellationToken cancellationToken)
    {
        if (await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Id == editionId, cancellationToken) is not { IsPublic: true } edition)
        {
            return Refusals.EditionUnknown;
        }

        if (!edition.AcceptsApplications(clock.Today))
        {
            return Refusals.EditionNotOpen;
        }

        if (held is not null && !await held.AnyAsync(s => s.EditionId == editionId, cancellationToken))
        {
            return Refusals.SuccessionUnknown;
        }

        return await db.InTransactionAsync<Nomination>(
            token => NominateInTransactionAsync(edition, content, organisationId, employer, held, token), cancellationToken);
    }

    private async Task<Outcome<Nomination>> NominateInTransactionAsync(
        Edition edition, NominationContent content, Guid? organisationId, string employer, IQueryable<Succession>? held, CancellationToken cancellationToken)
    {
        // One at a time: of two that name a successor at the same moment one comes first.
        var editionId = edition.Id;
        await db.LockTermsAsync(editionId, cancellationToken);
        var (now, until) = (clock.GetUtcNow(), PlaceOffer.EndOf(clock.Today.AddDays(settings.NominationDays)));
        var succession = held is null ? null : await held.SingleOrDefaultAsync(s => s.EditionId == editionId, cancellationToken);
        if ((held is null ? null : await NotNameableAsync(succession, now, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        var hash = AskedMails.HashOf(content.Email);
        if (await db.Nominations.SingleOrDefaultAsync(
            n => n.EditionId == editionId && n.OrganisationId == organisationId && n.SuccessionId == (succession == null ? null : succession.Id) && n.AddressHash == hash && n.Status == NominationStatus.Open,
            cancellationToken) is { } before)
        {
            if (before.IsOpenAt(now))
            {
                return Refusals.AlreadyNominated;
            }

            before.Settle(NominationStatus.Expired, now);
            await mails.WithdrawAsync(before.Id, cancellationToken);
        }

        // What is refused is not mailed, and doesn't count.
        if (await mails.IsEnoughAsync(organisationId?.ToString() ?? employer, content.Email, cancellationToken))
        {
            return Refusals.NominationMailedTooOften;
        }

        var nomination = new Nomination
        {
            Id = Guid.CreateVersion7(now),
            EditionId = editionId,
            OrganisationId = organisationId,
            EmployerName = employer,
            Name = content.ToName(),
            Function = content.Function.Tidy(),
            ExternalReference = content.ExternalReference.Tidy(),
            NominatedAt = now,
            ExpiresAt = until,
        };
        nomination.Mail(content.Email, hash);
        if (succession is not null)
        {
            nomination.Succeed(succession.Id);
            (await db.Nominations.Where(n => n.SuccessionId == succession.Id && n.Status == NominationStatus.Accepted).ToListAsync(cancellationToken)).ForEach(former => former.GiveWay());
        }

        db.Add(nomination);
        mails.Nominated(nomination, edition, until - now);
        return nomination;
    }

    private async Task<Refusal?> NotNameableAsync(Succession? succession, DateTimeOffset now, CancellationToken cancellationToken) => succession switch
    {
        null => Refusals.SuccessionUnknown,
        _ when !succession.IsHeld || succession.NameUntil <= now => Refusals.PlaceNotHeld,
        _ when await db.AliveNominations(now).Where(n => n.SuccessionId == succession.Id).AnyAsync(cancellationToken) => Refusals.SuccessorNamed,
        _ => null,
    };
}
