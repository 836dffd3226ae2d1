using Microsoft.AspNetCore.Authentication.JwtBearer;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Tokens;

/// <summary>
/// Checks in the database that a token for Identity's own API isn't revoked: a person who was signed out, dismissed, blocked or erased can't use it to get new
/// access. Other services accept a token until it expires.
/// </summary>
internal static class TokenStatusValidation
{
    public static void AddTokenStatusValidation(this IServiceCollection services) =>
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
        .PostConfigure(options => options.Events.OnTokenValidated = CheckAsync);

    private static async Task CheckAsync(TokenValidatedContext context)
    {
        var tokens = context.HttpContext.RequestServices.GetRequiredService<IOpenIddictTokenManager>();
        if (context.Principal?.GetClaim(Claims.Private.TokenId) is not { } id
            || await tokens.FindByIdAsync(id, context.HttpContext.RequestAborted) is not { } token
            || !await tokens.HasStatusAsync(token, Statuses.Valid, context.HttpContext.RequestAborted))
        {
            context.Fail("The token was revoked.");
        }
    }
}
