using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Metropool.ServiceDefaults;

/// <summary>What of an address is kept in a span: what a route of ours says itself, and UUIDs. Everything else is what somebody has written, whatever it looks like.</summary>
internal static class TracedPaths
{
    private const string Anything = "{}";

    /// <summary>The path of a request: the route that answers it, with the UUIDs that were given for its parameters. What no route answers has UUIDs alone.</summary>
    public static string Of(HttpContext context)
    {
        // After a failure the context forgets what was to answer; the failure remembers it.
        var failure = context.Features.Get<IExceptionHandlerFeature>();
        var path = $"{context.Request.PathBase}{context.Request.Path}";
        if ((context.GetEndpoint() ?? failure?.Endpoint) is not RouteEndpoint { RoutePattern: var route })
        {
            return Of(path);
        }

        var values = context.GetEndpoint() is null ? failure?.RouteValues : context.Request.RouteValues;
        var segments = route.PathSegments.SelectMany(segment => Of(segment, values ?? [])).ToList();

        // What comes before the route is the name of the service, which the host has taken off before it looked for a route.
        var given = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return "/" + string.Join('/', given.Take(Math.Max(0, given.Length - segments.Count)).Concat(segments));
    }

    /// <summary>The address of another process, without user, query and fragment.</summary>
    public static string Of(Uri address) => $"{address.Scheme}://{address.Authority}{Of(address.AbsolutePath)}";

    private static string Of(string path) => string.Join('/', path.Split('/').Select(Shown));

    private static string Shown(string segment) => segment.Length == 0 || Guid.TryParseExact(segment, "D", out _) ? segment : Anything;

    private static IEnumerable<string> Of(RoutePatternPathSegment segment, IReadOnlyDictionary<string, object?> values) => segment.Parts switch
    {
        [RoutePatternLiteralPart literal] => [literal.Content],
        [RoutePatternParameterPart parameter] => $"{values.GetValueOrDefault(parameter.Name)}".Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Shown),
        _ => [Anything],
    };
}
