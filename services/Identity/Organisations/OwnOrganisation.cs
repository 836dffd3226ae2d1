using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>An organisation reads about its own people, so an administrator gives no access to one that they speak for (R46).</summary>
internal static class OwnOrganisation
{
    private static Refusal Own { get; } = Refusal.Forbidden("identity.own-organisation", "You speak for this organisation. Ask another administrator.");

    /// <summary>Refuses a caller who is a contact of the organisation.</summary>
    public static async Task<Refusal?> RefuseOwnAsync(this IdentityDbContext db, Guid organisationId, Caller caller, CancellationToken cancellationToken) =>
        await db.Contacts.AnyAsync(contact => contact.OrganisationId == organisationId && contact.PersonId == caller.PersonId, cancellationToken) ? Own : null;
}
