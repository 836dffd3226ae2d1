using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Identity.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>
/// Keeps whether an organisation has a contact who is notified, and publishes it when it changes: Intake says so to a candidate whose employer would
/// otherwise be asked without anyone there knowing. Called by whatever appoints, dismisses, blocks or erases a contact, in its transaction and under its turn
/// (see <see cref="Invitations.Appointments.TakeTurnAsync"/>).
/// </summary>
internal sealed class OrganisationContacts(IdentityDbContext db, IPublishEndpoint publish, ProgrammeClock clock)
{
    /// <summary>The organisations that a person is a contact of.</summary>
    public Task<List<Guid>> OfAsync(Guid personId, CancellationToken cancellationToken) =>
        db.Contacts.Where(contact => contact.PersonId == personId).Select(contact => contact.OrganisationId).ToListAsync(cancellationToken);

    /// <summary>The contacts of an organisation who are notified: those who can sign in.</summary>
    public IQueryable<Account> NotifiedOf(Guid organisationId) => db.Contacts.Where(contact => contact.OrganisationId == organisationId)
        .Join(db.Users, contact => contact.PersonId, account => account.Id, (_, account) => account).Where(account => account.BlockedAt == null);

    /// <summary>
    /// Looks again whether each organisation has a contact who can sign in. Saves what the caller changed first; what this changes is saved by the caller.
    /// </summary>
    public async Task ReevaluateAsync(IReadOnlyCollection<Guid> organisationIds, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        foreach (var id in organisationIds.Order())
        {
            // Locked, so that a change of the organisation's particulars at this moment comes before or after it.
            var organisation = await db.Organisations.FromSql($"SELECT * FROM organisations WHERE organisation_id = {id} FOR UPDATE").SingleAsync(cancellationToken);
            await db.Entry(organisation).ReloadAsync(cancellationToken);
            var hasContact = await NotifiedOf(id).AnyAsync(cancellationToken);
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
