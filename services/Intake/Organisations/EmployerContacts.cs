using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Offers;
using Metropool.Intake.Replicas;
using Metropool.Intake.Successions;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Organisations;

/// <summary>
/// Handles the appointment of an organisation's first contact and the departure of its last. A new contact is notified of the open requests. If the last
/// contact is gone, the candidates are notified, who can ask their employer for a contact.
/// </summary>
internal sealed class EmployerContacts(IntakeDbContext db, IPublishEndpoint publish, ProgrammeClock clock)
{
    /// <summary>In the transaction of the change, which locks the organisation. Saves the changes.</summary>
    public async Task HandleChangeAsync(Organisation organisation, CancellationToken cancellationToken)
    {
        await ChangeAgreementsAsync(organisation, cancellationToken);
        if (organisation.HasContact)
        {
            await NotifyOfHeldPlacesAsync(organisation, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task ChangeAgreementsAsync(Organisation organisation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var asked = await db.Agreements
            .Where(agreement => agreement.OrganisationId == organisation.Id && agreement.Status == AgreementStatus.Requested && agreement.ExpiresAt > now)
            .Select(agreement => agreement.ApplicationId).ToListAsync(cancellationToken);
        var applications = await db.LockApplicationsAsync(asked, cancellationToken);
        var editionIds = applications.Select(application => application.EditionId).Distinct().ToList();
        var editions = await db.Editions.Where(e => editionIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Name, cancellationToken);
        foreach (var application in applications.OrderBy(application => application.Id).Where(application => application.Agreement is { IsRequested: true }))
        {
            // A first contact is notified even if the status stays the same: a link was mailed before.
            if (!application.ChangeEmployerContact(organisation.HasContact, now) && !organisation.HasContact)
            {
                continue;
            }

            var edition = editions[application.EditionId];
            var lastDay = ProgrammeClock.DayOf(application.Agreement!.ExpiresAt);
            await (organisation.HasContact
                ? publish.NotifyEmployerAsync(
                    organisation.Id, application.PersonId, Notice.AgreementRequested(edition, lastDay, DaysUntil(lastDay)), now, cancellationToken)
                : publish.NotifyCandidateAsync(application.PersonId, Notice.EmployerHasNoContact(edition), now, cancellationToken));
        }
    }

    private async Task NotifyOfHeldPlacesAsync(Organisation organisation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var held = await db.Successions
            .Where(succession => succession.OrganisationId == organisation.Id && succession.State == SuccessionState.Held && succession.NominateUntil > now)
            .Join(
                db.Editions,
                succession => succession.EditionId,
                edition => edition.Id,
                (succession, edition) => new { edition.Name, succession.NominateUntil })
            .ToListAsync(cancellationToken);
        foreach (var place in held)
        {
            var lastDay = PlaceOffer.LastDayBefore(place.NominateUntil);
            var notice = Notice.PlaceHeld(place.Name, lastDay, DaysUntil(lastDay));
            await publish.NotifyEmployerAsync(organisation.Id, personId: null, notice, now, cancellationToken);
        }
    }

    private int DaysUntil(DateOnly lastDay) => Math.Max(1, lastDay.DayNumber - clock.Today.DayNumber);
}
