using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;

namespace Metropool.Identity.SignIn;

/// <summary>The pages that Identity shows to people: plain HTML from the server, without script.</summary>
internal static class Pages
{
    // One style, in the page itself, that the policy knows by its hash. There is no form-action: after signing in, browsers follow
    // the redirect to the client's own address under that directive too.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style.Text)))}'; base-uri 'none'; frame-ancestors 'none'";

    public static IResult SignIn(HttpContext context, IAntiforgery antiforgery, SignInModel model) => Page<SignInForm>(
        model.Failure == SignInFailure.None ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        new() { [nameof(SignInForm.Model)] = model, [nameof(SignInForm.Token)] = antiforgery.GetAndStoreTokens(context) });

    public static IResult SignedIn(HttpContext context, IAntiforgery antiforgery, string displayName) => Page<SignOutForm>(
        StatusCodes.Status200OK,
        new() { [nameof(SignOutForm.DisplayName)] = displayName, [nameof(SignOutForm.Token)] = antiforgery.GetAndStoreTokens(context) });

    public static IResult SignOut(HttpContext context, IAntiforgery antiforgery, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return Page<SignOutForm>(StatusCodes.Status200OK, new()
        {
            [nameof(SignOutForm.Parameters)] = parameters.Where(parameter => parameter.Key != tokens.FormFieldName).ToList(),
            [nameof(SignOutForm.Token)] = tokens,
        });
    }

    public static IResult Refused(OpenIddictResponse failure) =>
        Page<RefusedNotice>(StatusCodes.Status400BadRequest, new() { [nameof(RefusedNotice.Failure)] = failure });

    private static PageResult Page<TComponent>(int status, Dictionary<string, object?> parameters)
        where TComponent : IComponent =>
        new(new RazorComponentResult<TComponent>(parameters) { StatusCode = status });

    private sealed class PageResult(IResult page) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ContentSecurityPolicy = Policy;
            httpContext.Response.Headers["Referrer-Policy"] = "same-origin";
            return page.ExecuteAsync(httpContext);
        }
    }
}
