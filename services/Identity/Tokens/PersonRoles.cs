using Metropool.Http;
using Metropool.Identity.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tokens;

/// <summary>The general roles of a person at this moment, for a token.</summary>
/// <param name="Names">The roles.</param>
/// <param name="OrganisationId">The organisation that the person is a contact of; null if none.</param>
internal sealed record PersonRoles(IReadOnlyList<string> Names, Guid? OrganisationId)
{
    /// <param name="db">The database.</param>
    /// <param name="account">The person's account.</param>
    /// <param name="requested">The requested organisation, for a contact of several; null for the one that they have been a contact of longest.</param>
    /// <param name="cancellationToken"></param>
    /// <returns>Null if the person isn't a contact of the requested organisation.</returns>
    public static async Task<PersonRoles?> OfAsync(IdentityDbContext db, Account account, Guid? requested, CancellationToken cancellationToken)
    {
        var organisations = await (from contact in db.Contacts
                                   join organisation in db.Organisations on contact.OrganisationId equals organisation.OrganisationId
                                   where contact.PersonId == account.Id && organisation.Active
                                   orderby contact.Since, contact.OrganisationId
                                   select contact.OrganisationId).ToListAsync(cancellationToken);
        if (requested is { } one && !organisations.Contains(one))
        {
            return null;
        }

        Guid? chosen = requested ?? (organisations.Count > 0 ? organisations[0] : null);
        return new([.. account.Roles, .. chosen is null ? [] : new[] { Roles.EmployerContact }], chosen);
    }
}
