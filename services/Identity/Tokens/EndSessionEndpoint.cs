using Metropool.Identity.Pages;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Server.AspNetCore;

namespace Metropool.Identity.Tokens;

/// <summary>Ends the session of a person, after they confirmed it on a page: a mere link must not sign them out.</summary>
internal static class EndSessionEndpoint
{
    public static async Task<IResult> EndAsync(HttpContext context, SignInSessions sessions, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        if (context.GetOpenIddictServerResponse() is { } failure)
        {
            return IdentityPages.SignOutRefused(failure);
        }

        if (!HttpMethods.IsPost(context.Request.Method) || !await antiforgery.IsRequestValidAsync(context))
        {
            var parameters = HttpMethods.IsPost(context.Request.Method) ? context.Request.Form.AsEnumerable() : context.Request.Query;
            return IdentityPages.SignOut(context, parameters.Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString())));
        }

        await sessions.SignOutAsync(context, cancellationToken);
        return Results.SignOut(new AuthenticationProperties { RedirectUri = SignInPage.FullPath }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
