using Metropool.Http;
using Metropool.Identity.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Clients;

/// <summary>Finds the clients of an organisation, and shows them.</summary>
internal static class OrganisationClients
{
    /// <summary>What a client of an organisation is to OpenIddict.</summary>
    public static OpenIddictApplicationDescriptor Describe(string clientId, string displayName, Guid organisationId)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = clientId,
            DisplayName = displayName,
            ClientType = ClientTypes.Confidential,
            ApplicationType = ApplicationTypes.Web,
            ConsentType = ConsentTypes.Implicit,
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
        };
        descriptor.Permissions.UnionWith(TokenServer.Services.Select(service => Permissions.Prefixes.Scope + service));
        descriptor.SetOrganisation(organisationId);
        return descriptor;
    }

    /// <summary>The client, when it is the organisation's.</summary>
    public static async Task<Outcome<(object Client, OpenIddictApplicationDescriptor Descriptor)>> FindAsync(
        this IOpenIddictApplicationManager clients, Guid organisationId, string clientId, CancellationToken cancellationToken)
    {
        if (await clients.FindByClientIdAsync(clientId, cancellationToken) is not { } client
            || ClientProperties.OrganisationOf(await clients.GetPropertiesAsync(client, cancellationToken)) != organisationId)
        {
            return Refusal.NotFound("identity.client-unknown", "The organisation has no such client.");
        }

        var descriptor = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(descriptor, client, cancellationToken);
        return (client, descriptor);
    }

    public static string AddressOf(Guid organisationId, string clientId) => $"/identity/v1/organisations/{organisationId}/clients/{clientId}";

    public static ClientView View(OpenIddictApplicationDescriptor client) =>
        new(client.ClientId!, client.DisplayName, ClientProperties.IsActive(client.Properties), [.. client.JsonWebKeySet?.Keys.Select(key => key.Kid) ?? []]);
}
