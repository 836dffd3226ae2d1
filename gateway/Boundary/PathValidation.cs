using System.Buffers;
using System.Globalization;
using Metropool.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Metropool.Gateway.Boundary;

/// <summary>
/// Refuses paths that the gateway and a service could read differently. For example, <c>/intake/v1/%252e%252e/health</c> is a public path of the gateway but
/// could be Intake's health endpoint. None of our endpoints needs such a path.
/// </summary>
internal static class PathValidation
{
    private static readonly SearchValues<char> AllowedCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@");

    private static readonly Refusal Ambiguous = new(
        "gateway.path-ambiguous",
        "The path must not contain an empty segment, a dot segment, a backslash, or an encoded slash, dot, percent sign or control character.",
        StatusCodes.Status400BadRequest);

    public static void UsePathValidation(this WebApplication app) => app.Use((context, next) =>
    {
        // The in-memory server of tests has no raw target.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return IsUnambiguous(target.Length > 0 ? target : context.Request.Path.ToUriComponent()) ? next(context) : Ambiguous.ToProblem().ExecuteAsync(context);
    });

    /// <summary>Whether the raw target of a request can be read in one way only.</summary>
    internal static bool IsUnambiguous(string target)
    {
        var path = PathOf(target);
        if (path.Length == 0 || path[0] != '/')
        {
            return false;
        }

        var rest = path[1..];
        while (rest.Length > 0)
        {
            var end = rest.IndexOf('/');
            var segment = end < 0 ? rest : rest[..end];
            if (!IsUnambiguousSegment(segment))
            {
                return false;
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return true;
    }

    // An absolute target, as sent to a proxy, has the address of the server before the path.
    private static ReadOnlySpan<char> PathOf(string target)
    {
        var path = target.AsSpan();
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && path[..scheme].IndexOfAny('/', '?') < 0)
        {
            path = path[(scheme + 3)..];
            var start = path.IndexOf('/');
            path = start < 0 ? "/" : path[start..];
        }

        var query = path.IndexOf('?');
        return query < 0 ? path : path[..query];
    }

    private static bool IsUnambiguousSegment(ReadOnlySpan<char> segment)
    {
        if (segment is "" or "." or "..")
        {
            return false;
        }

        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] == '%')
            {
                if (i + 2 >= segment.Length
                    || !byte.TryParse(segment.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var encoded)
                    || encoded is < 0x20 or 0x7F or (byte)'/' or (byte)'\\' or (byte)'%' or (byte)'.')
                {
                    return false;
                }

                i += 2;
            }
            else if (!AllowedCharacters.Contains(segment[i]))
            {
                return false;
            }
        }

        return true;
    }
}
