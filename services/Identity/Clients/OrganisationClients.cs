using Metropool.Http;
using Metropool.Identity.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Clients;

/// <summary>Finds and describes the clients of organisations.</summary>
internal static class OrganisationClients
{
    /// <summary>The client of an organisation as OpenIddict needs it.</summary>
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
        descriptor.Permissions.UnionWith(OpenIdConnectServer.Services.Select(service => Permissions.Prefixes.Scope + service));
        descriptor.SetOrganisation(organisationId);
        return descriptor;
    }

    /// <summary>Finds a client of the organisation.</summary>
    public static async Task<Outcome<(object Client, OpenIddictApplicationDescriptor Descriptor)>> FindAsync(
        this IOpenIddictApplicationManager clients, Guid organisationId, string clientId, CancellationToken cancellationToken)
    {
        if (await clients.FindByClientIdAsync(clientId, cancellationToken) is not { } client
            || ClientProperties.OrganisationOf(await clients.GetPropertiesAsync(client, cancellationToken)) != organisationId)
        {
            return Refusals.ClientUnknown;
        }

        var descriptor = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(descriptor, client, cancellationToken);
        return (client, descriptor);
    }

    public static string AddressOf(Guid organisationId, string clientId) => $"/identity/v1/organisations/{organisationId}/clients/{clientId}";

    public static ClientDetail View(OpenIddictApplicationDescriptor client) =>
        new(client.ClientId!, client.DisplayName, ClientProperties.IsActive(client.Properties), [.. client.JsonWebKeySet?.Keys.Select(key => key.Kid) ?? []]);
}
