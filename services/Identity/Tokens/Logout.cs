using Metropool.Identity.Accounts;
using Metropool.Identity.SignIn;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Server.AspNetCore;

namespace Metropool.Identity.Tokens;

/// <summary>Ends what Identity remembers of a person, after they said so on a page: a mere link must not sign anybody out.</summary>
internal static class Logout
{
    public static async Task<IResult> LogOutAsync(HttpContext context, SignInManager<Account> signIn, IAntiforgery antiforgery)
    {
        if (context.GetOpenIddictServerResponse() is { } failure)
        {
            return Pages.Refused(failure);
        }

        if (!HttpMethods.IsPost(context.Request.Method) || !await antiforgery.IsRequestValidAsync(context))
        {
            var parameters = HttpMethods.IsPost(context.Request.Method) ? context.Request.Form.AsEnumerable() : context.Request.Query;
            return Pages.SignOut(context, antiforgery, parameters.Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString())));
        }

        await signIn.SignOutAsync();
        return Results.SignOut(new AuthenticationProperties { RedirectUri = SignInPage.FullPath }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
