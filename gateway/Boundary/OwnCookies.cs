using Microsoft.Extensions.Primitives;

namespace Metropool.Gateway.Boundary;

/// <summary>
/// Forwards our own cookies and no others. A browser sends the cookies of every application on the host and of its parent domains: they may hold any bytes, may be
/// large, and are secrets that our services have no use for.
/// </summary>
internal static class OwnCookies
{
    /// <summary>The names of all our cookies start with this; the tests of Identity hold every cookie that it sets against it.</summary>
    internal const string Prefix = "metropool-";

    public static void UseOwnCookies(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Request.Headers;
        if (headers.Cookie.Count > 0)
        {
            // Without a value the header is removed.
            headers.Cookie = Own(headers.Cookie) is { Length: > 0 } own ? own : StringValues.Empty;
        }

        return next(context);
    });

    /// <summary>Our cookies in a header, in one line. Split at semicolons only, so that nothing inside another cookie's value can pass for one of ours.</summary>
    internal static string Own(StringValues cookies) => string.Join("; ", cookies
        .SelectMany(line => (line ?? "").Split(';', StringSplitOptions.TrimEntries))
        .Where(cookie => cookie.StartsWith(Prefix, StringComparison.Ordinal) && cookie.All(IsCookieCharacter)));

    // RFC 6265, 4.1.1: what may be in a value, with "=" after the name. What a browser quotes, we never set.
    private static bool IsCookieCharacter(char character) => character is > ' ' and < '\x7F' and not ('"' or ',' or ';' or '\\');
}
