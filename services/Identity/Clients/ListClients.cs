using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;

namespace Metropool.Identity.Clients;

/// <summary>The clients of an organisation.</summary>
internal static class ListClients
{
    public static async Task<Results<Ok<List<ClientView>>, ProblemHttpResult>> HandleAsync(
        Guid organisationId, IdentityDbContext db, IOpenIddictApplicationManager clients, CancellationToken cancellationToken)
    {
        if (!await db.Organisations.AnyAsync(o => o.OrganisationId == organisationId, cancellationToken))
        {
            return Organisations.OrganisationsApi.Unknown.ToProblem();
        }

        // The organisation stands in a JSON text of OpenIddict's; there are few clients.
        var id = organisationId.ToString();
        var mine = await db.Set<OpenIddictEntityFrameworkCoreApplication<Guid>>().Where(client => client.Properties!.Contains(id)).OrderBy(client => client.ClientId).ToListAsync(cancellationToken);
        var views = new List<ClientView>();
        foreach (var client in mine)
        {
            var descriptor = new OpenIddictApplicationDescriptor();
            await clients.PopulateAsync(descriptor, client, cancellationToken);
            views.Add(OrganisationClients.View(descriptor));
        }

        return TypedResults.Ok(views);
    }

    public static async Task<Results<Ok<ClientView>, ProblemHttpResult>> GetAsync(
        Guid organisationId, string clientId, IOpenIddictApplicationManager clients, CancellationToken cancellationToken) =>
        (await clients.FindAsync(organisationId, clientId, cancellationToken)).IsRefused(out var refusal, out var found)
            ? refusal.ToProblem()
            : TypedResults.Ok(OrganisationClients.View(found.Descriptor));
}
