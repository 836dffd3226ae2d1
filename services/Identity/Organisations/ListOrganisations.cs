using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>All organisations.</summary>
internal static class ListOrganisations
{
    public static async Task<Ok<List<OrganisationView>>> HandleAsync(IdentityDbContext db, CancellationToken cancellationToken) => TypedResults.Ok(await db.Organisations
        .OrderBy(organisation => organisation.Name)
        .Select(organisation => new OrganisationView(organisation.OrganisationId, organisation.Name, organisation.Oin, organisation.KvkNumber, organisation.Active))
        .ToListAsync(cancellationToken));
}
