using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity;

/// <summary>Which data a relation gives access to. Whether the caller is staff or an administrator is decided by the policy of the endpoint.</summary>
internal static class Access
{
    /// <summary>The active organisations that a person is a contact of.</summary>
    public static IQueryable<Organisation> OrganisationsOf(this IdentityDbContext db, Guid personId) =>
        from contact in db.Contacts
        join organisation in db.Organisations on contact.OrganisationId equals organisation.OrganisationId
        where contact.PersonId == personId && organisation.Active
        select organisation;

    /// <summary>The contacts of an organisation who can sign in: they are notified.</summary>
    public static IQueryable<Account> ContactsOf(this IdentityDbContext db, Guid organisationId) =>
        from contact in db.Contacts
        join account in db.Users on contact.PersonId equals account.Id
        where contact.OrganisationId == organisationId && account.BlockedAt == null
        select account;

    /// <summary>
    /// Refuses a caller who is a contact of the organisation. An organisation reads about its own people, so an administrator gives no access to one that they
    /// are a contact of (R46).
    /// </summary>
    public static async Task<Refusal?> RefuseOwnOrganisationAsync(
        this IdentityDbContext db, Guid organisationId, Caller caller, CancellationToken cancellationToken) =>
        await db.Contacts.AnyAsync(contact => contact.OrganisationId == organisationId && contact.PersonId == caller.PersonId, cancellationToken)
            ? Refusals.OwnOrganisation
            : null;
}
