using Metropool.Identity.Invitations;
using Metropool.Identity.Tokens;
using Metropool.Pages;
using Microsoft.AspNetCore.Http.Extensions;

namespace Metropool.Identity.Pages;

/// <summary>What Identity's pages have in common.</summary>
internal static class PageGroup
{
    public const string ReturnUrl = "returnUrl";
    private const string Base = "/identity";

    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder routes) =>
        routes.MapPages(Refusals.HttpsRequired);

    /// <summary>The address of a page, with the page to return to if there is one.</summary>
    public static string Href(string path, string? returnUrl = null) =>
        Base + path + (IsOurs(returnUrl) ? new QueryBuilder { { ReturnUrl, returnUrl! } }.ToString() : "");

    /// <summary>
    /// Whether an address to return to is our own: an authorization request, the account pages or an invitation. Prevents open redirects and header injection.
    /// </summary>
    public static bool IsOurs(string? returnUrl) =>
        returnUrl is not null
        && (returnUrl.StartsWith(Base + OpenIdConnectServer.AuthorizationPath + "?", StringComparison.Ordinal)
            || returnUrl.StartsWith(Base + InvitationPage.Path + "?", StringComparison.Ordinal)
            || returnUrl == Base + "/account" || returnUrl.StartsWith(Base + "/account/", StringComparison.Ordinal))
        && !returnUrl.Contains("//", StringComparison.Ordinal) && !returnUrl.Contains('\\', StringComparison.Ordinal)
        && returnUrl.All(character => character is > ' ' and < '\x7F');
}
