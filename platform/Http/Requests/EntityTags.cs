using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Metropool.Http;

/// <summary>Versions of what an API keeps as entity tags (RFC 9110), so that nobody overwrites a change that they haven't seen.</summary>
public static class EntityTags
{
    /// <summary>Says in <c>ETag</c> which version the response shows.</summary>
    public static void SetVersion(this HttpResponse response, long version)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.ETag = Of(version);
    }

    /// <summary>Compares a version with <c>If-Match</c>.</summary>
    /// <param name="ifMatch">The header as it was sent; null when it wasn't.</param>
    /// <param name="version">The version that there is.</param>
    /// <returns>The refusal (412) when the caller knows only another version; null when the change can be made.</returns>
    public static Refusal? Mismatch(string? ifMatch, long version)
    {
        if (ifMatch is null)
        {
            return null;
        }

        return EntityTagHeaderValue.TryParseList([ifMatch], out var known)
            && known.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag == Of(version)))
            ? null
            : new Refusal("request.version-mismatch", "It was changed since you read it. Read it again.", StatusCodes.Status412PreconditionFailed);
    }

    private static string Of(long version) => $"\"{version}\"";
}
