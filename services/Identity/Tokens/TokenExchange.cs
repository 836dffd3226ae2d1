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

/// <summary>A grant becomes a token. OpenIddict has checked the grant and the client; here follows what the token says.</summary>
internal static class TokenExchange
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

        // What the account says now counts, and not what it said when the code was given.
        if (!Guid.TryParse(code.GetClaim(Claims.Subject), out var personId)
            || !Guid.TryParse(code.GetClaim(Principals.SessionClaim), out var sessionId)
            || await db.Users.SingleOrDefaultAsync(a => a.Id == personId, cancellationToken) is not { EmailConfirmed: true, BlockedAt: null } account
            || !await sessions.IsOpenAsync(personId, sessionId, cancellationToken)
            || await Grants.OfAsync(db, account, Guid.TryParse(code.GetClaim(OrganisationClaim.Name), out var organisationId) ? organisationId : null, cancellationToken) is not { } grants)
        {
            return Authorization.Refuse(Errors.InvalidGrant, "The person was signed out, or is no longer what they were.");
        }

        var scopes = code.GetScopes();
        var signedInAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(code.GetClaim(Claims.AuthenticationTime)!, CultureInfo.InvariantCulture));
        var signedIn = new SignedIn(account, sessionId, signedInAt, code.GetClaims(Claims.AuthenticationMethodReference));
        return SignIn(Principals.Of(signedIn, grants, scopes, Principals.ServicesFor(scopes, permissions)));
    }

    private static async Task<IResult> ForClientAsync(
        OpenIddictRequest request, IdentityDbContext db, IOpenIddictApplicationManager clients, object client, ImmutableArray<string> permissions, CancellationToken cancellationToken)
    {
        var properties = await clients.GetPropertiesAsync(client, cancellationToken);
        var organisationId = ClientProperties.OrganisationOf(properties);
        if (!ClientProperties.IsActive(properties) || !await db.Organisations.AnyAsync(o => o.OrganisationId == organisationId && o.Active, cancellationToken))
        {
            return Authorization.Refuse(Errors.UnauthorizedClient, "The client or its organisation is not active.");
        }

        var scopes = request.GetScopes();
        return SignIn(Principals.Of(request.ClientId!, await clients.GetDisplayNameAsync(client, cancellationToken), organisationId, scopes, Principals.ServicesFor(scopes, permissions)));
    }

    private static IResult SignIn(System.Security.Claims.ClaimsPrincipal principal) =>
        Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
}
