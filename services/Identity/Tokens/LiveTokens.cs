using Microsoft.AspNetCore.Authentication.JwtBearer;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Tokens;

/// <summary>
/// Identity's own API takes a token only while it stands: who was signed out, dismissed, blocked or erased does nothing with it from that moment on. Other services read tokens without
/// asking, and take one for as long as it lives; here is what somebody could make themselves a new way in with.
/// </summary>
internal static class LiveTokens
{
    public static void AddLiveTokens(this IServiceCollection services) => services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
        .PostConfigure(options => options.Events.OnTokenValidated = CheckAsync);

    private static async Task CheckAsync(TokenValidatedContext context)
    {
        var tokens = context.HttpContext.RequestServices.GetRequiredService<IOpenIddictTokenManager>();
        if (context.Principal?.GetClaim(Claims.Private.TokenId) is not { } id
            || await tokens.FindByIdAsync(id, context.HttpContext.RequestAborted) is not { } token
            || !await tokens.HasStatusAsync(token, Statuses.Valid, context.HttpContext.RequestAborted))
        {
            context.Fail("The token was taken back.");
        }
    }
}
