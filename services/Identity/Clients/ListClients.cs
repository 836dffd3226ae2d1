using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;

namespace Metropool.Identity.Clients;

/// <summary>Lists the clients of an organisation.</summary>
internal static class ListClients
{
    public static async Task<Results<Ok<List<ClientDetail>>, ProblemHttpResult>> HandleAsync(
        Guid organisationId, IdentityDbContext db, IOpenIddictApplicationManager clients, CancellationToken cancellationToken)
    {
        if (!await db.Organisations.AnyAsync(o => o.OrganisationId == organisationId, cancellationToken))
        {
            return Refusals.OrganisationUnknown.ToProblem();
        }

        // The organisation is part of a JSON text of OpenIddict. There are few clients, so that the search needs no index.
        var id = organisationId.ToString();
        var mine = await db.Set<OpenIddictEntityFrameworkCoreApplication<Guid>>()
            .Where(client => client.Properties!.Contains(id)).OrderBy(client => client.ClientId).ToListAsync(cancellationToken);
        var views = new List<ClientDetail>();
        foreach (var client in mine)
        {
            var descriptor = new OpenIddictApplicationDescriptor();
            await clients.PopulateAsync(descriptor, client, cancellationToken);
            views.Add(OrganisationClients.View(descriptor));
        }

        return TypedResults.Ok(views);
    }

    public static async Task<Results<Ok<ClientDetail>, ProblemHttpResult>> GetAsync(
        Guid organisationId, string clientId, IOpenIddictApplicationManager clients, CancellationToken cancellationToken) =>
        (await clients.FindAsync(organisationId, clientId, cancellationToken)).IsRefused(out var refusal, out var found)
            ? refusal.ToProblem()
            : TypedResults.Ok(OrganisationClients.View(found.Descriptor));
}
