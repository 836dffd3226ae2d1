using Metropool.Http;
using Metropool.Identity.Invitations;
using Metropool.Identity.Tokens;
using Microsoft.AspNetCore.Http.Extensions;

namespace Metropool.Identity.Pages;

/// <summary>What all pages have in common.</summary>
internal static class PageGroup
{
    public const string ReturnUrl = "returnUrl";
    private const string Base = "/identity";

    /// <summary>Before what writes the problems of the API: who comes first answers.</summary>
    public static void AddPages(this WebApplicationBuilder builder) => builder.Services.AddSingleton<IProblemDetailsWriter, PageProblems>();

    /// <summary>For everybody, in no API document, and outside development over https alone.</summary>
    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").ExcludeFromDescription().AllowAnonymous().WithMetadata(new PageEndpoint()).WithHead();
        if (!routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            group.AddEndpointFilter((context, next) => context.HttpContext.Request.IsHttps
                ? next(context)
                : ValueTask.FromResult<object?>(new Refusal("identity.https-needed", TransportSecurity.Sentence, StatusCodes.Status400BadRequest).ToProblem()));
        }

        return group;
    }

    /// <summary>A page and what its form is sent to. The token of the form is checked by the page, which says so in words.</summary>
    public static void MapPage(this RouteGroupBuilder group, string path, Delegate show, Delegate take)
    {
        group.MapGet(path, show);
        group.MapPost(path, take).DisableAntiforgery();
    }

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
