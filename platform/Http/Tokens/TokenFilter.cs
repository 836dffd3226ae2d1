using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Http;

/// <summary>What the gateway does with tokens.</summary>
public static class TokenFilter
{
    /// <summary>
    /// Refuses a request with a token that isn't valid. One without a token goes on: whether it needs one is for the service to say.
    /// So does one whose token can't be checked because Identity's keys are not known yet: every service checks it with the keys that it keeps.
    /// </summary>
    public static IApplicationBuilder UseTokenFilter(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);

        // This is the authentication of the process: the host would else add its own in front, which has no other outcome than 503 without keys.
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
