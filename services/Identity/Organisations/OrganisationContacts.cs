using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>
/// Keeps whether an organisation has a contact who is notified, and publishes changes of it, so that Intake can warn a candidate whose employer has no contact.
/// Called by everything that appoints, dismisses, blocks or erases a contact, in its transaction and under the lock of
/// <see cref="Invitations.Appointments.LockAsync"/>.
/// </summary>
internal sealed class OrganisationContacts(IdentityDbContext db, IPublishEndpoint publish, ProgrammeClock clock)
{
    /// <summary>The organisations that a person is a contact of.</summary>
    public Task<List<Guid>> OrganisationsOfAsync(Guid personId, CancellationToken cancellationToken) =>
        db.Contacts.Where(contact => contact.PersonId == personId).Select(contact => contact.OrganisationId).ToListAsync(cancellationToken);

    /// <summary>
    /// Checks again whether each organisation has a contact who can sign in. Saves the changes of the caller first; the caller saves the changes made here.
    /// </summary>
    public async Task ReevaluateAsync(IReadOnlyCollection<Guid> organisationIds, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        foreach (var id in organisationIds.Order())
        {
            // The lock orders this with a change of the organisation's details.
            var organisation = await db.Organisations.FromSql($"SELECT * FROM organisations WHERE organisation_id = {id} FOR UPDATE")
                .SingleAsync(cancellationToken);
            await db.Entry(organisation).ReloadAsync(cancellationToken);
            var hasContact = await db.ContactsOf(id).AnyAsync(cancellationToken);
            if (organisation.HasContact == hasContact)
            {
                continue;
            }

            organisation.HasContact = hasContact;
            organisation.Changed(clock.GetUtcNow());
            await publish.Publish(organisation.State(), cancellationToken);
        }
    }
}
