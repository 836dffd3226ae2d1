using Metropool.Hosting.Keysets;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Identity.Organisations;

/// <summary>All organisations.</summary>
internal static class ListOrganisations
{
    private static readonly Keyset<OrganisationView> Order = Keyset.Ascending((OrganisationView organisation) => organisation.Name, (OrganisationView organisation) => organisation.OrganisationId);

    public static async Task<Ok<Page<OrganisationView>>> HandleAsync([AsParameters] Paging paging, IdentityDbContext db, CancellationToken cancellationToken) => TypedResults.Ok(await db.Organisations
        .Select(organisation => new OrganisationView(organisation.OrganisationId, organisation.Name, organisation.Oin, organisation.KvkNumber))
        .ToPageAsync(paging, Order, cancellationToken));
}
