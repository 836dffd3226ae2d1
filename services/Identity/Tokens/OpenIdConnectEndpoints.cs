using Metropool.Pages;

namespace Metropool.Identity.Tokens;

/// <summary>The endpoints of OpenID Connect that end in our own code. The others (discovery, key set) are OpenIddict's.</summary>
internal static class OpenIdConnectEndpoints
{
    public static IEndpointRouteBuilder MapOpenIdConnect(this IEndpointRouteBuilder routes)
    {
        // Described by the discovery document, and not by the OpenAPI one.
        var group = routes.MapGroup("").ExcludeFromDescription().AllowAnonymous();
        group.MapMethods(OpenIdConnectServer.AuthorizationPath, [HttpMethods.Get, HttpMethods.Post], AuthorizationEndpoint.AuthorizeAsync)
            .WithMetadata(new PageEndpoint());
        group.MapPost(OpenIdConnectServer.TokenPath, TokenEndpoint.ExchangeAsync);
        group.MapMethods(OpenIdConnectServer.UserInfoPath, [HttpMethods.Get, HttpMethods.Post], UserInfoEndpoint.GetAsync);
        group.MapMethods(OpenIdConnectServer.LogoutPath, [HttpMethods.Get, HttpMethods.Post], EndSessionEndpoint.EndAsync).WithMetadata(new PageEndpoint());
        return routes;
    }
}
