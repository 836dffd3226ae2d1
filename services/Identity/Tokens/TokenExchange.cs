using System.Collections.Immutable;
using System.Globalization;
using Metropool.Identity.Accounts;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Tokens;

/// <summary>A grant becomes a token. OpenIddict has checked the grant and the client; here follows what the token says.</summary>
internal static class TokenExchange
{
    public static async Task<IResult> ExchangeAsync(
        HttpContext context, UserManager<Account> accounts, SignInManager<Account> signIn, IOpenIddictApplicationManager clients, CancellationToken cancellationToken)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("This is no request of OpenID Connect.");
        var client = await clients.FindByClientIdAsync(request.ClientId!, cancellationToken) ?? throw new InvalidOperationException("The client is gone.");
        var permissions = await clients.GetPermissionsAsync(client, cancellationToken);
        return request.IsAuthorizationCodeGrantType()
            ? await ForPersonAsync(context, accounts, signIn, permissions)
            : await ForClientAsync(request, clients, client, permissions, cancellationToken);
    }

    private static async Task<IResult> ForPersonAsync(HttpContext context, UserManager<Account> accounts, SignInManager<Account> signIn, ImmutableArray<string> permissions)
    {
        var code = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;

        // What the account says now counts, and not what it said when the code was given.
        var account = await accounts.FindByIdAsync(code.GetClaim(Claims.Subject)!);
        if (account is null || !await signIn.CanSignInAsync(account))
        {
            return Results.Forbid(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The account is closed.",
                }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        var scopes = code.GetScopes();
        var signedInAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(code.GetClaim(Claims.AuthenticationTime)!, CultureInfo.InvariantCulture));
        return SignIn(Principals.Of(account, signedInAt, scopes, Principals.ServicesFor(scopes, permissions)));
    }

    private static async Task<IResult> ForClientAsync(
        OpenIddictRequest request, IOpenIddictApplicationManager clients, object client, ImmutableArray<string> permissions, CancellationToken cancellationToken)
    {
        var scopes = request.GetScopes();
        return SignIn(Principals.Of(
            request.ClientId!,
            await clients.GetDisplayNameAsync(client, cancellationToken),
            Principals.OrganisationOf(await clients.GetPropertiesAsync(client, cancellationToken)),
            scopes,
            Principals.ServicesFor(scopes, permissions)));
    }

    private static IResult SignIn(System.Security.Claims.ClaimsPrincipal principal) =>
        Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
}
