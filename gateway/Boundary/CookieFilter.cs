using Microsoft.Extensions.Primitives;

namespace Metropool.Gateway.Boundary;

/// <summary>
/// Forwards only the platform's cookies. A browser also sends those of other applications on the host and on its parent domains: they may be large, contain any
/// bytes, and are secrets of those applications.
/// </summary>
internal static class CookieFilter
{
    /// <summary>The prefix of the names of all our cookies. Identity's tests check every cookie that it sets.</summary>
    internal const string Prefix = "metropool-";

    public static void UseCookieFilter(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Request.Headers;
        if (headers.Cookie.Count > 0)
        {
            // Without a value the header is removed.
            headers.Cookie = Filter(headers.Cookie) is { Length: > 0 } filtered ? filtered : StringValues.Empty;
        }

        return next(context);
    });

    /// <summary>Our cookies in one header value. Split at semicolons only, so that no text in another cookie's value is read as one of ours.</summary>
    internal static string Filter(StringValues cookies) => string.Join("; ", cookies
        .SelectMany(line => (line ?? "").Split(';', StringSplitOptions.TrimEntries))
        .Where(cookie => cookie.StartsWith(Prefix, StringComparison.Ordinal) && cookie.All(IsCookieCharacter)));

    // The characters of a cookie value (RFC 6265, 4.1.1) and "=". We set no quoted values.
    private static bool IsCookieCharacter(char character) => character is > ' ' and < '\x7F' and not ('"' or ',' or ';' or '\\');
}
