using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Metropool.ServiceDefaults;

/// <summary>The paths that spans record. Only the literals of our routes and UUIDs are kept, because any other text may be personal data.</summary>
internal static class RedactedPaths
{
    private const string Redacted = "{}";

    /// <summary>The path of a request: its route, with the UUIDs among its parameters. Without a route, only UUIDs are kept.</summary>
    public static string From(HttpContext context)
    {
        // After an exception the endpoint is only in the exception feature.
        var failure = context.Features.Get<IExceptionHandlerFeature>();
        var path = $"{context.Request.PathBase}{context.Request.Path}";
        if ((context.GetEndpoint() ?? failure?.Endpoint) is not RouteEndpoint { RoutePattern: var route })
        {
            return Redact(path);
        }

        var values = context.GetEndpoint() is null ? failure?.RouteValues : context.Request.RouteValues;
        var segments = route.PathSegments.SelectMany(segment => Redact(segment, values ?? [])).ToList();

        // The service's name precedes the route: the host moves it to the path base before routing.
        var all = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return "/" + string.Join('/', all.Take(Math.Max(0, all.Length - segments.Count)).Concat(segments));
    }

    /// <summary>The address of another process, without user, query and fragment.</summary>
    public static string From(Uri address) => $"{address.Scheme}://{address.Authority}{Redact(address.AbsolutePath)}";

    private static string Redact(string path) => string.Join('/', path.Split('/').Select(RedactSegment));

    private static string RedactSegment(string segment) => segment.Length == 0 || Guid.TryParseExact(segment, "D", out _) ? segment : Redacted;

    private static IEnumerable<string> Redact(RoutePatternPathSegment segment, IReadOnlyDictionary<string, object?> values) => segment.Parts switch
    {
        [RoutePatternLiteralPart literal] => [literal.Content],
        [RoutePatternParameterPart parameter] =>
            $"{values.GetValueOrDefault(parameter.Name)}".Split('/', StringSplitOptions.RemoveEmptyEntries).Select(RedactSegment),
        _ => [Redacted],
    };
}
