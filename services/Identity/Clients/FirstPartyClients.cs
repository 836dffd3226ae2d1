using Metropool.Http;
using Metropool.Identity.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Clients;

/// <summary>The first-party clients. They are public, use PKCE, need no consent, and have exact redirect addresses, also after signing out.</summary>
internal sealed class FirstPartyClients(IOpenIddictApplicationManager clients, PlatformSettings platform, IHostEnvironment environment)
{
    public const string CommandLine = "metropool-cli";
    public const string ApiReference = "api-reference";

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // The API reference has one page per service, and each is a redirect address.
        var reference = Public(ApiReference, "Metropool, API", ApplicationTypes.Web);
        string[] pages = ["/docs", "/docs/", .. OpenIdConnectServer.Services.Select(service => $"/docs/{service}")];
        foreach (var path in pages)
        {
            reference.RedirectUris.Add(new Uri(platform.PublicUrl, path));
            reference.PostLogoutRedirectUris.Add(new Uri(platform.PublicUrl, path));
        }

        await clients.CreateOrUpdateAsync(reference, cancellationToken);
        if (environment.IsDevelopment())
        {
            var commandLine = Public(CommandLine, "Metropool, command line", ApplicationTypes.Native);
            commandLine.RedirectUris.Add(new Uri("http://127.0.0.1:8765/callback"));
            commandLine.PostLogoutRedirectUris.Add(new Uri("http://127.0.0.1:8765/callback"));
            await clients.CreateOrUpdateAsync(commandLine, cancellationToken);
        }
    }

    private static OpenIddictApplicationDescriptor Public(string clientId, string name, string type)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = clientId,
            DisplayName = name,
            ClientType = ClientTypes.Public,
            ApplicationType = type,
            ConsentType = ConsentTypes.Implicit,
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession,
                Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        descriptor.Permissions.UnionWith(OpenIdConnectServer.Services.Select(service => Permissions.Prefixes.Scope + service));
        return descriptor;
    }
}

/// <summary>Creates and updates clients.</summary>
internal static class ClientManagement
{
    /// <summary>Creates the client of the descriptor, or updates it.</summary>
    public static async Task CreateOrUpdateAsync(
        this IOpenIddictApplicationManager clients, OpenIddictApplicationDescriptor descriptor, CancellationToken cancellationToken)
    {
        if (await clients.FindByClientIdAsync(descriptor.ClientId!, cancellationToken) is { } known)
        {
            await clients.UpdateAsync(known, descriptor, cancellationToken);
        }
        else
        {
            await clients.CreateAsync(descriptor, cancellationToken);
        }
    }
}
