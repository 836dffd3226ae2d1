using System.Collections.Immutable;
using System.Security.Claims;
using Metropool.Identity.Sessions;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Tokens;

/// <summary>What a token says of its holder: who, in which general roles, for which organisation, and for which services.</summary>
internal static class Principals
{
    /// <summary>In codes alone: the session that a code came from.</summary>
    public const string SessionClaim = "session";

    /// <summary>How strongly somebody showed who they are, in <c>acr</c>.</summary>
    public const string OneFactor = "urn:metropool:acr:one-factor";

    /// <inheritdoc cref="OneFactor"/>
    public const string TwoFactors = "urn:metropool:acr:two-factors";

    /// <summary>A person.</summary>
    public static ClaimsPrincipal Of(SignedIn signedIn, Grants grants, ImmutableArray<string> scopes, IEnumerable<string> services)
    {
        var account = signedIn.Account;
        var identity = New();
        identity.SetClaim(Claims.Subject, account.Id.ToString())
            .SetClaim(Claims.Name, account.DisplayName)
            .SetClaims(Claims.Role, [.. grants.Roles])
            .SetClaim(OrganisationClaim.Name, grants.OrganisationId?.ToString())
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

    /// <summary>The services that a token is for: those that were asked for, else all that the client may use.</summary>
    public static IEnumerable<string> ServicesFor(ImmutableArray<string> scopes, ImmutableArray<string> permissions)
    {
        var permitted = TokenServer.Services.Where(service => permissions.Contains(Permissions.Prefixes.Scope + service)).ToArray();
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
            Claims.Name or Claims.Role or OrganisationClaim.Name when claim.Subject!.HasScope(Scopes.Profile) => [Destinations.AccessToken, Destinations.IdentityToken],
            Claims.AuthenticationMethodReference or Claims.AuthenticationContextReference => [Destinations.AccessToken, Destinations.IdentityToken],

            // To the client that may know it, and never to a service.
            Claims.AuthenticationTime or Claims.Email or Claims.EmailVerified => [Destinations.IdentityToken],
            SessionClaim => [],
            _ => [Destinations.AccessToken],
        });
        return new ClaimsPrincipal(identity);
    }
}
