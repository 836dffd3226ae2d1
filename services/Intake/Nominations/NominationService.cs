using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Intake.Replicas;
using Metropool.Intake.Successions;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

/// <summary>Nominates candidates of employers, which use the API or a mailed link.</summary>
internal sealed class NominationService(IntakeDbContext db, NominationMails mails, IntakeSettings settings, ProgrammeClock clock)
{
    /// <param name="editionId">The edition.</param>
    /// <param name="content">The candidate.</param>
    /// <param name="organisationId">The employer; null where it is known by name only.</param>
    /// <param name="employer">The name of the employer.</param>
    /// <param name="held">The held place that the nomination is for, filtered by what is visible to the caller; null for another nomination.</param>
    /// <param name="cancellationToken"></param>
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
        // So that a held place can't get two nominations at the same moment.
        await db.LockTermsAsync(edition.Id, cancellationToken);
        var (now, until) = (clock.GetUtcNow(), PlaceOffer.EndOf(clock.Today.AddDays(settings.NominationDays)));
        var succession = held is null ? null : await held.SingleOrDefaultAsync(s => s.EditionId == edition.Id, cancellationToken);
        if (held is not null && await RefusalOfAsync(succession, now, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var (hash, successionId) = (MailRequests.HashOf(content.Email), succession?.Id);
        var same = await db.Nominations.SingleOrDefaultAsync(
            n => n.EditionId == edition.Id && n.OrganisationId == organisationId && n.SuccessionId == successionId
                && n.AddressHash == hash && n.Status == NominationStatus.Open,
            cancellationToken);
        if (same?.IsOpenAt(now) == true)
        {
            return Refusals.AlreadyNominated;
        }

        if (same is not null)
        {
            same.Settle(NominationStatus.Expired, now);
            await mails.WithdrawAsync(same.Id, cancellationToken);
        }

        // After the refusals, which send no mail and don't count.
        if (await mails.IsLimitReachedAsync(organisationId?.ToString() ?? employer, content.Email, cancellationToken))
        {
            return Refusals.NominationMailedTooOften;
        }

        var nomination = new Nomination
        {
            Id = Guid.CreateVersion7(now),
            EditionId = edition.Id,
            OrganisationId = organisationId,
            EmployerName = employer,
            Name = content.ToName(),
            Function = content.Function.NormalizeOrNull(),
            ExternalReference = content.ExternalReference.NormalizeOrNull(),
            NominatedAt = now,
            ExpiresAt = until,
        };
        nomination.SetAddress(content.Email, hash);
        if (succession is not null)
        {
            var former = await db.Nominations
                .Where(n => n.SuccessionId == succession.Id && n.Status == NominationStatus.Accepted).ToListAsync(cancellationToken);
            former.ForEach(accepted => accepted.ReleaseHeldPlace());
            nomination.AssignHeldPlace(succession.Id);
        }

        db.Add(nomination);
        mails.SendLink(nomination, edition, until - now);
        return nomination;
    }

    private async Task<Refusal?> RefusalOfAsync(Succession? succession, DateTimeOffset now, CancellationToken cancellationToken) => succession switch
    {
        null => Refusals.SuccessionUnknown,
        _ when !succession.IsHeld || succession.NominateUntil <= now => Refusals.PlaceNotHeld,
        _ when await db.ActiveNominations(now).Where(n => n.SuccessionId == succession.Id).AnyAsync(cancellationToken) => Refusals.SuccessorNamed,
        _ => null,
    };
}
