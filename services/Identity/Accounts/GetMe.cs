using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

/// <summary>Who the holder of the token is.</summary>
internal static class GetMe
{
    public static async Task<Results<Ok<Me>, ProblemHttpResult>> HandleAsync(Caller caller, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var organisation = caller.OrganisationId is { } organisationId
            ? await db.Organisations.Where(o => o.OrganisationId == organisationId).Select(o => new MyOrganisation(o.OrganisationId, o.Name)).SingleOrDefaultAsync(cancellationToken)
            : null;
        if (caller.PersonId is not { } personId)
        {
            return TypedResults.Ok(new Me(null, caller.ClientId, organisation?.Name, [], organisation, organisation is null ? [] : [organisation]));
        }

        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == personId, cancellationToken) is not { } account)
        {
            return Refusal.NotFound("identity.account-unknown", "The account is gone.").ToProblem();
        }

        var organisations = await (from contact in db.Contacts
                                   join o in db.Organisations on contact.OrganisationId equals o.OrganisationId
                                   where contact.PersonId == personId && o.Active
                                   orderby o.Name
                                   select new MyOrganisation(o.OrganisationId, o.Name)).ToListAsync(cancellationToken);
        string[] roles = [.. account.Roles, .. organisations.Count > 0 ? new[] { Roles.EmployerContact } : []];
        return TypedResults.Ok(new Me(personId, caller.ClientId, account.DisplayName, roles, organisation, organisations));
    }
}

/// <summary>The holder of a token.</summary>
/// <param name="PersonId">The person; absent for the client of an organisation.</param>
/// <param name="ClientId">The client that the token was given to.</param>
/// <param name="DisplayName">The name as it is shown.</param>
/// <param name="Roles">The general roles: staff, employer-contact, administrator.</param>
/// <param name="Organisation">The organisation that this token speaks for.</param>
/// <param name="Organisations">All that the person speaks for; a token for another is asked for with <c>organisation</c> in the authorization request.</param>
internal sealed record Me(
    Guid? PersonId, string? ClientId, string? DisplayName, IReadOnlyList<string> Roles, MyOrganisation? Organisation, IReadOnlyList<MyOrganisation> Organisations);

/// <summary>An organisation, in short.</summary>
/// <param name="OrganisationId">Its id.</param>
/// <param name="Name">Its name.</param>
internal sealed record MyOrganisation(Guid OrganisationId, string Name);
