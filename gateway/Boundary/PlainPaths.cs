using System.Buffers;
using System.Globalization;
using Metropool.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Metropool.Gateway.Boundary;

/// <summary>
/// Refuses a path that two readers may read differently: the gateway chooses the service by it, and the service reads it again. <c>/intake/v1/%252e%252e/health</c> is
/// public here and would be Intake's health there. None of our addresses needs such a path.
/// </summary>
internal static class PlainPaths
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@");

    private static readonly Refusal NotPlain = new(
        "gateway.path-not-plain",
        "The path has an empty segment, a dot segment, a backslash, or an encoded slash, dot, percent or control character.",
        StatusCodes.Status400BadRequest);

    public static void UsePlainPaths(this WebApplication app) => app.Use((context, next) =>
    {
        // Of a server without a wire, as in tests, the path is all there is.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return IsPlain(target.Length > 0 ? target : context.Request.Path.ToUriComponent()) ? next(context) : NotPlain.ToProblem().ExecuteAsync(context);
    });

    /// <summary>Whether the target of a request, as it stood on the wire, has one reading.</summary>
    internal static bool IsPlain(string target)
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
            if (!IsPlainSegment(segment))
            {
                return false;
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return true;
    }

    // An absolute target, as a proxy gets it, has the address of the server before the path.
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

    private static bool IsPlainSegment(ReadOnlySpan<char> segment)
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
            else if (!Plain.Contains(segment[i]))
            {
                return false;
            }
        }

        return true;
    }
}
