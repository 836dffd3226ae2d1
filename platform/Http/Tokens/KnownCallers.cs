using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Metropool.Http;

/// <summary>Identifies callers, for a process that distinguishes them but doesn't authorize.</summary>
public static class KnownCallers
{
    /// <summary>Returns the caller; null without a token, with an invalid one, and while Identity's keys are unknown.</summary>
    public static async Task<Caller?> KnownCallerAsync(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!TokenAuthentication.HasToken(context.Request))
        {
            return null;
        }

        try
        {
            // The result is cached for the request, so that the signature is validated once.
            return await context.AuthenticateAsync() is { Succeeded: true, Principal: { } user } ? Caller.From(user) : null;
        }
        catch (KeySetUnknownException)
        {
            return null;
        }
    }
}
