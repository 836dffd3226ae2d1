using Metropool.Identity.Accounts;
using Metropool.Identity.SignIn;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Primitives;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Tokens;

/// <summary>A person comes to sign in for a client: to the page when they haven't yet, else back with a code.</summary>
internal static class Authorization
{
    public static async Task<IResult> AuthorizeAsync(
        HttpContext context, UserManager<Account> accounts, SignInManager<Account> signIn, IOpenIddictApplicationManager clients, TimeProvider time, CancellationToken cancellationToken)
    {
        if (context.GetOpenIddictServerResponse() is { } failure)
        {
            // The client or its address is not known, so nobody is sent back to it: the person gets to see why.
            return Pages.Refused(failure);
        }

        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("This is no request of OpenID Connect.");
        var cookie = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var account = cookie.Succeeded ? await accounts.GetUserAsync(cookie.Principal) : null;
        if (account is null || !await signIn.CanSignInAsync(account) || StampedSignIn.TimeOf(cookie.Properties) is not { } signedInAt || !IsFresh(signedInAt, request, time))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Results.Forbid(
                    new AuthenticationProperties(new Dictionary<string, string?>
                    {
                        [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.LoginRequired,
                        [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "Nobody is signed in.",
                    }),
                    [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme])
                : Results.Redirect(SignInPath(context, request));
        }

        var client = await clients.FindByClientIdAsync(request.ClientId!, cancellationToken) ?? throw new InvalidOperationException("The client is gone.");
        var scopes = request.GetScopes();
        var services = Principals.ServicesFor(scopes, await clients.GetPermissionsAsync(client, cancellationToken));
        return Results.SignIn(Principals.Of(account, signedInAt, scopes, services), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static bool IsFresh(DateTimeOffset signedInAt, OpenIddictRequest request, TimeProvider time) =>
        !request.HasPromptValue(PromptValues.Login) && (request.MaxAge is not { } seconds || time.GetUtcNow() - signedInAt <= TimeSpan.FromSeconds(seconds));

    // The request comes back after signing in, without the prompt: it is answered by then.
    private static string SignInPath(HttpContext context, OpenIddictRequest request)
    {
        IEnumerable<KeyValuePair<string, StringValues>> parameters = HttpMethods.IsPost(context.Request.Method) ? context.Request.Form : context.Request.Query;
        var again = QueryString.Create(parameters.Where(parameter => parameter.Key is not (Parameters.Prompt or Parameters.MaxAge)));
        return SignInPage.PathFor(UriHelper.BuildRelative(context.Request.PathBase, TokenServer.AuthorizationPath, again));
    }
}
