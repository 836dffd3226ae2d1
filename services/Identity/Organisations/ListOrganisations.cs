using Metropool.Hosting.Keysets;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>Lists all organisations.</summary>
internal static class ListOrganisations
{
    private static readonly Keyset<Organisation> Order = Keyset.Ascending((Organisation organisation) => organisation.OrganisationId);

    public static async Task<Ok<Page<OrganisationDetail>>> HandleAsync(
        [AsParameters] Paging paging, IdentityDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok((await db.Organisations.AsNoTracking().ToPageAsync(paging, Order, cancellationToken)).Select(OrganisationDetail.Of));
}
