using Metropool.Http;
using Metropool.ServiceDefaults;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Metropool.Gateway.Proxying;

/// <summary>
/// Names the gateway's spans after the routes of the services, which services send in a response header on request. If a service doesn't respond, the name is
/// the gateway's route, such as <c>/intake/v1/...</c>.
/// </summary>
internal static class RouteNames
{
    private const string Rest = "{**rest}";

    public static void UseRouteNames(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.Match.Path is { } path)
        {
            context.Features.Set(new SpanRoute(path.Replace(Rest, "...", StringComparison.Ordinal)));
        }

        return next(context);
    });

    public static TransformBuilderContext AddRouteNames(this TransformBuilderContext transforms) => transforms
        .AddRequestTransform(context =>
        {
            context.ProxyRequest.Headers.Remove(RouteHeader.Name);
            context.ProxyRequest.Headers.Add(RouteHeader.Name, "?");
            return ValueTask.CompletedTask;
        })
        .AddResponseTransform(context =>
        {
            if (context.HttpContext.Response.Headers.Remove(RouteHeader.Name, out var route) && route is [{ Length: > 0 } template])
            {
                context.HttpContext.Features.Set(new SpanRoute(template));
            }

            return ValueTask.CompletedTask;
        });
}
