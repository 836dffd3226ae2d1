using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Metropool.Http;

/// <summary>Who asks, for a process that treats callers apart without deciding what they may do.</summary>
public static class KnownCallers
{
    /// <summary>The caller, if the request has a token and it was found valid. Null without one, with a wrong one, and while Identity's keys are not known.</summary>
    public static async Task<Caller?> KnownCallerAsync(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!TokenAuthentication.HasToken(context.Request))
        {
            return null;
        }

        try
        {
            // The outcome is kept for the request: whoever authenticates it next doesn't check the signature again.
            return await context.AuthenticateAsync() is { Succeeded: true, Principal: { } user } ? Caller.From(user) : null;
        }
        catch (KeySetUnknownException)
        {
            return null;
        }
    }
}
