using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using Metropool.Identity.Accounts;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Tokens;

/// <summary>What a token says of its holder: who, in which general roles, for which organisation, and for which services.</summary>
internal static class Principals
{
    private const string OrganisationProperty = "organisation";

    /// <summary>A person.</summary>
    public static ClaimsPrincipal Of(Account account, DateTimeOffset signedInAt, ImmutableArray<string> scopes, IEnumerable<string> services)
    {
        var identity = New();
        identity.SetClaim(Claims.Subject, account.Id.ToString())
            .SetClaim(Claims.Name, account.DisplayName)
            .SetClaims(Claims.Role, [.. account.Roles])
            .SetClaim(OrganisationClaim.Name, account.OrganisationId?.ToString())
            .SetClaim(Claims.AuthenticationTime, signedInAt.ToUnixTimeSeconds());
        return Complete(identity, scopes, services);
    }

    /// <summary>The client of an organisation.</summary>
    public static ClaimsPrincipal Of(string clientId, string? name, Guid? organisationId, ImmutableArray<string> scopes, IEnumerable<string> services)
    {
        var identity = New();
        identity.SetClaim(Claims.Subject, clientId)
            .SetClaim(Claims.Name, name)
            .SetClaim(OrganisationClaim.Name, organisationId?.ToString());
        return Complete(identity, scopes, services);
    }

    /// <summary>The services that a token is for: those that were asked for, else all that the client may use.</summary>
    public static IEnumerable<string> ServicesFor(ImmutableArray<string> scopes, ImmutableArray<string> permissions)
    {
        var permitted = TokenServer.Services.Where(service => permissions.Contains(Permissions.Prefixes.Scope + service)).ToArray();
        var asked = permitted.Where(service => scopes.Contains(service)).ToArray();
        return asked.Length > 0 ? asked : permitted;
    }

    /// <summary>Writes and reads the organisation of a client in OpenIddict's own properties.</summary>
    public static void SetOrganisation(OpenIddictApplicationDescriptor client, Guid organisationId) =>
        client.Properties[OrganisationProperty] = JsonSerializer.SerializeToElement(organisationId);

    /// <inheritdoc cref="SetOrganisation"/>
    public static Guid? OrganisationOf(ImmutableDictionary<string, JsonElement> properties) =>
        properties.TryGetValue(OrganisationProperty, out var value) && value.TryGetGuid(out var organisationId) ? organisationId : null;

    private static ClaimsIdentity New() => new(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);

    private static ClaimsPrincipal Complete(ClaimsIdentity identity, ImmutableArray<string> scopes, IEnumerable<string> services)
    {
        identity.SetScopes(scopes);
        identity.SetResources(services);
        identity.SetDestinations(static claim => claim.Type switch
        {
            Claims.Name or Claims.Role or OrganisationClaim.Name when claim.Subject!.HasScope(Scopes.Profile) => [Destinations.AccessToken, Destinations.IdentityToken],
            Claims.AuthenticationTime => [Destinations.IdentityToken],
            _ => [Destinations.AccessToken],
        });
        return new ClaimsPrincipal(identity);
    }
}
