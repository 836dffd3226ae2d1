using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Http;

/// <summary>The gateway's validation of tokens.</summary>
public static class TokenFilter
{
    /// <summary>
    /// Refuses a request with an invalid token. Requests without a token are forwarded, because the service decides whether one is required, and so are
    /// requests with a token while Identity's keys are unknown, because every service validates it with its own cached keys.
    /// </summary>
    public static IApplicationBuilder UseTokenFilter(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);

        // Prevents the host from adding its own authentication middleware, which without keys always responds with 503.
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        var keys = app.ApplicationServices.GetRequiredService<KeySetManager>();
        return app.Use(async (context, next) =>
        {
            if (!TokenAuthentication.HasToken(context.Request) || !await AreKnownAsync(keys, context.RequestAborted))
            {
                await next(context);
                return;
            }

            var result = await context.AuthenticateAsync();
            if (result.Succeeded)
            {
                await next(context);
                return;
            }

            await context.ChallengeAsync();
        });
    }

    private static async Task<bool> AreKnownAsync(KeySetManager keys, CancellationToken cancellationToken)
    {
        try
        {
            await keys.GetConfigurationAsync(cancellationToken);
            return true;
        }
        catch (KeySetUnknownException)
        {
            return false;
        }
    }
}
