using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Agreements;
using Metropool.Intake.Offers;
using Metropool.Intake.Successions;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Organisations;

/// <summary>
/// An organisation got its first contact, or lost its last. What it is being asked waits for one: a new contact is notified of it, and where no one is
/// notified any more the candidates are, who can ask their employer to have a contact appointed.
/// </summary>
internal sealed class EmployerContacts(IntakeDbContext db, IPublishEndpoint publish, ProgrammeClock clock)
{
    /// <summary>In the transaction of the change, which holds the organisation. Saved here.</summary>
    public async Task ChangedAsync(Organisation organisation, CancellationToken cancellationToken)
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
            .Where(agreement => agreement.OrganisationId == organisation.Id && agreement.Status == AgreementStatus.Asked && agreement.ExpiresAt > now)
            .Select(agreement => agreement.ApplicationId).ToListAsync(cancellationToken);
        var applications = await db.HoldAsync(asked, cancellationToken);
        var editionIds = applications.Select(application => application.EditionId).Distinct().ToList();
        var editions = await db.Editions.Where(e => editionIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Name, cancellationToken);
        foreach (var application in applications.OrderBy(application => application.Id).Where(application => application.Agreement is { IsAsked: true }))
        {
            // A first contact is notified whatever was mailed before.
            if (!application.ChangeEmployerContact(organisation.HasContact, now) && !organisation.HasContact)
            {
                continue;
            }

            var edition = editions[application.EditionId];
            var lastDay = ProgrammeClock.DayOf(application.Agreement!.ExpiresAt);
            await (organisation.HasContact
                ? publish.TellEmployerAsync(
                    organisation.Id, application.PersonId, Notice.AgreementAsked(edition, lastDay, DaysUntil(lastDay)), now, cancellationToken)
                : publish.TellAsync(application.PersonId, Notice.EmployerHasNoContact(edition), now, cancellationToken));
        }
    }

    private async Task NotifyOfHeldPlacesAsync(Organisation organisation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var held = await db.Successions
            .Where(succession => succession.OrganisationId == organisation.Id && succession.State == SuccessionState.Held && succession.NameUntil > now)
            .Join(db.Editions, succession => succession.EditionId, edition => edition.Id, (succession, edition) => new { edition.Name, succession.NameUntil })
            .ToListAsync(cancellationToken);
        foreach (var place in held)
        {
            var lastDay = PlaceOffer.LastDayBefore(place.NameUntil);
            await publish.TellEmployerAsync(organisation.Id, personId: null, Notice.PlaceHeld(place.Name, lastDay, DaysUntil(lastDay)), now, cancellationToken);
        }
    }

    private int DaysUntil(DateOnly lastDay) => Math.Max(1, lastDay.DayNumber - clock.Today.DayNumber);
}
