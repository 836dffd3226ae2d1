using System.Collections.Immutable;
using System.Security.Claims;
using Metropool.Identity.Sessions;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Tokens;

/// <summary>Creates the claims of a token: the person or client, their general roles, their organisation, and the services that the token is for.</summary>
internal static class ClaimsPrincipalFactory
{
    /// <summary>The session that an authorization code was issued in. Only codes have it.</summary>
    public const string SessionClaim = "session";

    /// <summary>The values of <c>acr</c>.</summary>
    public const string OneFactor = "urn:metropool:acr:one-factor";

    /// <inheritdoc cref="OneFactor"/>
    public const string TwoFactors = "urn:metropool:acr:two-factors";

    /// <summary>A person.</summary>
    public static ClaimsPrincipal Of(SignedIn signedIn, PersonRoles roles, ImmutableArray<string> scopes, IEnumerable<string> services)
    {
        var account = signedIn.Account;
        var identity = New();
        identity.SetClaim(Claims.Subject, account.Id.ToString())
            .SetClaim(Claims.Name, account.DisplayName)
            .SetClaims(Claims.Role, [.. roles.Names])
            .SetClaim(OrganisationClaim.Name, roles.OrganisationId?.ToString())
            .SetClaim(Claims.AuthenticationTime, signedIn.At.ToUnixTimeSeconds())
            .SetClaims(Claims.AuthenticationMethodReference, [.. signedIn.Methods])
            .SetClaim(Claims.AuthenticationContextReference, signedIn.WithTwoFactors ? TwoFactors : OneFactor)
            .SetClaim(SessionClaim, signedIn.SessionId.ToString());
        if (scopes.Contains(Scopes.Email))
        {
            identity.SetClaim(Claims.Email, account.Email).SetClaim(Claims.EmailVerified, account.EmailConfirmed);
        }

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

    /// <summary>The services that a token is for: the requested ones, or else all that the client may use.</summary>
    public static IEnumerable<string> ServicesFor(ImmutableArray<string> scopes, ImmutableArray<string> permissions)
    {
        var permitted = OpenIdConnectServer.Services.Where(service => permissions.Contains(Permissions.Prefixes.Scope + service)).ToArray();
        var asked = permitted.Where(service => scopes.Contains(service)).ToArray();
        return asked.Length > 0 ? asked : permitted;
    }

    private static ClaimsIdentity New() => new(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);

    private static ClaimsPrincipal Complete(ClaimsIdentity identity, ImmutableArray<string> scopes, IEnumerable<string> services)
    {
        identity.SetScopes(scopes);
        identity.SetResources(services);
        identity.SetDestinations(static claim => claim.Type switch
        {
            Claims.Name or Claims.Role or OrganisationClaim.Name when claim.Subject!.HasScope(
                Scopes.Profile) => [Destinations.AccessToken, Destinations.IdentityToken],
            Claims.AuthenticationMethodReference or Claims.AuthenticationContextReference => [Destinations.AccessToken, Destinations.IdentityToken],

            // For the client, and never for a service.
            Claims.AuthenticationTime or Claims.Email or Claims.EmailVerified => [Destinations.IdentityToken],
            SessionClaim => [],
            _ => [Destinations.AccessToken],
        });
        return new ClaimsPrincipal(identity);
    }
}
