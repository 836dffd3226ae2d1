using System.Collections.Immutable;
using System.Globalization;
using Metropool.Identity.Clients;
using Metropool.Identity.Sessions;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Tokens;

/// <summary>Exchanges a grant for a token. OpenIddict has validated the grant and the client; this sets the claims.</summary>
internal static class TokenEndpoint
{
    public static async Task<IResult> ExchangeAsync(
        HttpContext context, IdentityDbContext db, SignInSessions sessions, IOpenIddictApplicationManager clients, CancellationToken cancellationToken)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("This is no request of OpenID Connect.");
        var client = await clients.FindByClientIdAsync(request.ClientId!, cancellationToken) ?? throw new InvalidOperationException("The client is gone.");
        var permissions = await clients.GetPermissionsAsync(client, cancellationToken);
        return request.IsAuthorizationCodeGrantType()
            ? await ForPersonAsync(context, db, sessions, permissions, cancellationToken)
            : await ForClientAsync(request, db, clients, client, permissions, cancellationToken);
    }

    private static async Task<IResult> ForPersonAsync(
        HttpContext context, IdentityDbContext db, SignInSessions sessions, ImmutableArray<string> permissions, CancellationToken cancellationToken)
    {
        var code = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;

        // The claims are those of the account now, not when the code was issued.
        if (!Guid.TryParse(code.GetClaim(Claims.Subject), out var personId)
            || !Guid.TryParse(code.GetClaim(ClaimsPrincipalFactory.SessionClaim), out var sessionId)
            || await db.Users.SingleOrDefaultAsync(a => a.Id == personId, cancellationToken) is not { EmailConfirmed: true, BlockedAt: null } account
            || !await sessions.IsOpenAsync(personId, sessionId, cancellationToken)
            || await PersonRoles.OfAsync(
                db,
                account,
                Guid.TryParse(code.GetClaim(OrganisationClaim.Name), out var organisationId) ? organisationId : null,
                cancellationToken) is not { } roles)
        {
            return AuthorizationEndpoint.Refuse(Errors.InvalidGrant, "The person was signed out, or is no longer what they were.");
        }

        var scopes = code.GetScopes();
        var signedInAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(code.GetClaim(Claims.AuthenticationTime)!, CultureInfo.InvariantCulture));
        var signedIn = new SignedIn(account, sessionId, signedInAt, code.GetClaims(Claims.AuthenticationMethodReference));
        return SignIn(ClaimsPrincipalFactory.Of(signedIn, roles, scopes, ClaimsPrincipalFactory.ServicesFor(scopes, permissions)));
    }

    private static async Task<IResult> ForClientAsync(
        OpenIddictRequest request,
        IdentityDbContext db,
        IOpenIddictApplicationManager clients,
        object client,
        ImmutableArray<string> permissions,
        CancellationToken cancellationToken)
    {
        var properties = await clients.GetPropertiesAsync(client, cancellationToken);
        var organisationId = ClientProperties.OrganisationOf(properties);
        if (!ClientProperties.IsActive(properties) || !await db.Organisations.AnyAsync(o => o.OrganisationId == organisationId && o.Active, cancellationToken))
        {
            return AuthorizationEndpoint.Refuse(Errors.UnauthorizedClient, "The client or its organisation is not active.");
        }

        var (scopes, name) = (request.GetScopes(), await clients.GetDisplayNameAsync(client, cancellationToken));
        return SignIn(ClaimsPrincipalFactory.Of(request.ClientId!, name, organisationId, scopes, ClaimsPrincipalFactory.ServicesFor(scopes, permissions)));
    }

    private static IResult SignIn(System.Security.Claims.ClaimsPrincipal principal) =>
        Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
}
