using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Metropool.Http;

/// <summary>
/// Returns the route template of a response to the gateway, such as <c>/intake/v1/applications/{applicationId}</c>, which names its span. The gateway
/// requests it with the same header, and doesn't return it to clients.
/// </summary>
public static class RouteHeader
{
    /// <summary>The name of the header, in the request and in the response.</summary>
    public const string Name = "Metropool-Route";

    internal static void UseRouteHeader(this IApplicationBuilder app, string service) => app.Use((context, next) =>
    {
        if (context.Request.Headers.ContainsKey(Name))
        {
            context.Response.OnStarting(() =>
            {
                // After a failure the endpoint is in the feature of the exception handler.
                if ((context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) is RouteEndpoint { RoutePattern: var route })
                {
                    context.Response.Headers[Name] = $"/{service}/{string.Join('/', route.PathSegments.Select(Template))}";
                }

                return Task.CompletedTask;
            });
        }

        return next(context);
    });

    private static string Template(RoutePatternPathSegment segment) => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "",
    }));
}
