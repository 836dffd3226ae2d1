using Metropool.Http;
using Metropool.Identity.Invitations;
using Metropool.Identity.Tokens;
using Metropool.Pages;
using Microsoft.AspNetCore.Http.Extensions;

namespace Metropool.Identity.Pages;

/// <summary>What all of Identity's pages have in common.</summary>
internal static class PageGroup
{
    public const string ReturnUrl = "returnUrl";
    private const string Base = "/identity";

    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder routes) =>
        routes.MapPages(new Refusal("identity.https-needed", TransportSecurity.Sentence, StatusCodes.Status400BadRequest));

    /// <summary>The address of a page, with the way back where there is one.</summary>
    public static string Href(string path, string? returnUrl = null) =>
        Base + path + (IsOurs(returnUrl) ? new QueryBuilder { { ReturnUrl, returnUrl! } }.ToString() : "");

    /// <summary>Only back to where somebody came from to sign in, to their own account, or to their invitation; never to another site, and to nothing that can't stand in a header.</summary>
    public static bool IsOurs(string? returnUrl) =>
        returnUrl is not null
        && (returnUrl.StartsWith(Base + TokenServer.AuthorizationPath + "?", StringComparison.Ordinal)
            || returnUrl.StartsWith(Base + InvitationPage.Path + "?", StringComparison.Ordinal)
            || returnUrl == Base + "/account" || returnUrl.StartsWith(Base + "/account/", StringComparison.Ordinal))
        && !returnUrl.Contains("//", StringComparison.Ordinal) && !returnUrl.Contains('\\', StringComparison.Ordinal)
        && returnUrl.All(character => character is > ' ' and < '\x7F');
}
