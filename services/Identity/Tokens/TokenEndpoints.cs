using Metropool.Pages;

namespace Metropool.Identity.Tokens;

/// <summary>The endpoints of OpenID Connect that end in our own code. The others (discovery, key set) are OpenIddict's.</summary>
internal static class TokenEndpoints
{
    public static IEndpointRouteBuilder MapTokenEndpoints(this IEndpointRouteBuilder routes)
    {
        // Described by the discovery document, and not by the OpenAPI one.
        var group = routes.MapGroup("").ExcludeFromDescription().AllowAnonymous();
        group.MapMethods(TokenServer.AuthorizationPath, [HttpMethods.Get, HttpMethods.Post], Authorization.AuthorizeAsync).WithMetadata(new PageEndpoint());
        group.MapPost(TokenServer.TokenPath, TokenExchange.ExchangeAsync);
        group.MapMethods(TokenServer.UserInfoPath, [HttpMethods.Get, HttpMethods.Post], UserInfo.GetAsync);
        group.MapMethods(TokenServer.LogoutPath, [HttpMethods.Get, HttpMethods.Post], Logout.LogOutAsync).WithMetadata(new PageEndpoint());
        return routes;
    }
}
