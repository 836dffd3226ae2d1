using Metropool.Http;
using Metropool.Identity.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

/// <summary>Gets the person or client of the token.</summary>
internal static class GetMe
{
    public static async Task<Results<Ok<MeDetail>, ProblemHttpResult>> HandleAsync(Caller caller, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var organisation = await db.Organisations.Where(o => o.OrganisationId == caller.OrganisationId)
            .Select(o => new OrganisationSummary(o.OrganisationId, o.Name)).SingleOrDefaultAsync(cancellationToken);
        if (caller.PersonId is not { } personId)
        {
            return TypedResults.Ok(new MeDetail(null, caller.ClientId, organisation?.Name, [], organisation, organisation is null ? [] : [organisation]));
        }

        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == personId, cancellationToken) is not { } account)
        {
            return Refusals.AccountUnknown.ToProblem();
        }

        var organisations = await db.OrganisationsOf(personId).OrderBy(o => o.Name)
            .Select(o => new OrganisationSummary(o.OrganisationId, o.Name)).ToListAsync(cancellationToken);
        string[] roles = [.. account.Roles, .. organisations.Count > 0 ? new[] { Roles.EmployerContact } : []];
        return TypedResults.Ok(new MeDetail(personId, caller.ClientId, account.DisplayName, roles, organisation, organisations));
    }
}

/// <summary>The caller.</summary>
/// <param name="PersonId">The id of the person in every service; absent for the client of an organisation.</param>
/// <param name="ClientId">The client that the token was issued to.</param>
/// <param name="DisplayName">The display name.</param>
/// <param name="Roles">The general roles: staff, employer-contact, administrator.</param>
/// <param name="Organisation">The organisation of this token.</param>
/// <param name="Organisations">
/// All organisations that the person is a contact of. For a token of another organisation, set <c>organisation</c> in the authorization request.
/// </param>
internal sealed record MeDetail(
    Guid? PersonId,
    string? ClientId,
    string? DisplayName,
    IReadOnlyList<string> Roles,
    OrganisationSummary? Organisation,
    IReadOnlyList<OrganisationSummary> Organisations);
