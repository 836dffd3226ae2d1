using Metropool.Http;
using Metropool.Identity.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Upkeep;

/// <summary>The clients of our own: nobody is asked for consent. They are public, so PKCE protects them, and their addresses to return to, also after signing out, are exact.</summary>
internal sealed class OwnClients(IOpenIddictApplicationManager clients, PlatformSettings platform, IHostEnvironment environment)
{
    public const string CommandLine = "metropool-cli";
    public const string ApiReference = "api-reference";

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // The reference of the API is one page per service, each of which is returned to.
        var reference = Public(ApiReference, "Metropool, API", ApplicationTypes.Web);
        string[] pages = ["/docs", "/docs/", .. TokenServer.Services.Select(service => $"/docs/{service}")];
        foreach (var path in pages)
        {
            reference.RedirectUris.Add(new Uri(platform.PublicUrl, path));
            reference.PostLogoutRedirectUris.Add(new Uri(platform.PublicUrl, path));
        }

        await clients.MakeAsync(reference, cancellationToken);
        if (environment.IsDevelopment())
        {
            var commandLine = Public(CommandLine, "Metropool, command line", ApplicationTypes.Native);
            commandLine.RedirectUris.Add(new Uri("http://127.0.0.1:8765/callback"));
            commandLine.PostLogoutRedirectUris.Add(new Uri("http://127.0.0.1:8765/callback"));
            await clients.MakeAsync(commandLine, cancellationToken);
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
        descriptor.Permissions.UnionWith(TokenServer.Services.Select(service => Permissions.Prefixes.Scope + service));
        return descriptor;
    }
}

/// <summary>Our way to keep clients.</summary>
internal static class ClientKeeping
{
    /// <summary>Makes the client, or makes it what the descriptor says.</summary>
    public static async Task MakeAsync(this IOpenIddictApplicationManager clients, OpenIddictApplicationDescriptor descriptor, CancellationToken cancellationToken)
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
