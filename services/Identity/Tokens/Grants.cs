using Metropool.Identity.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tokens;

/// <summary>What somebody is in general, as the data has it now: nobody chooses it.</summary>
/// <param name="Roles">The roles in the token.</param>
/// <param name="OrganisationId">The organisation that the token speaks for.</param>
internal sealed record Grants(IReadOnlyList<string> Roles, Guid? OrganisationId)
{
    /// <param name="db">The data.</param>
    /// <param name="account">Who.</param>
    /// <param name="wanted">Which of their organisations, for who speaks for several; null: the one that they have spoken for longest.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Null where they don't speak for the organisation that is wanted.</returns>
    public static async Task<Grants?> OfAsync(IdentityDbContext db, Account account, Guid? wanted, CancellationToken cancellationToken)
    {
        var organisations = await (from contact in db.Contacts
                                   join organisation in db.Organisations on contact.OrganisationId equals organisation.OrganisationId
                                   where contact.PersonId == account.Id && organisation.Active
                                   orderby contact.Since, contact.OrganisationId
                                   select contact.OrganisationId).ToListAsync(cancellationToken);
        if (wanted is { } one && !organisations.Contains(one))
        {
            return null;
        }

        Guid? chosen = wanted ?? (organisations.Count > 0 ? organisations[0] : null);
        return new([.. account.Roles, .. chosen is null ? [] : new[] { Http.Roles.EmployerContact }], chosen);
    }
}
