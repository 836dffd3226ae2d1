using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Metropool.Gateway.Proxying;

/// <summary>
/// Tries the other destinations of a service where no connection could be made. Nothing was sent by then, so this is safe for every method. A request
/// that was sent is never repeated.
/// </summary>
internal static class ConnectionRetries
{
    public static void UseConnectionRetries(this IReverseProxyApplicationBuilder pipeline)
    {
        var logger = pipeline.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ConnectionRetries).FullName!);
        pipeline.Use(async (context, next) =>
        {
            var proxy = context.GetReverseProxyFeature();
            var left = proxy.AllDestinations.ToList();
            await next(context);
            while (context.GetForwarderErrorFeature() is { } failure && failure.IsUnsent() && !context.RequestAborted.IsCancellationRequested
                && proxy.ProxiedDestination is { } failed && left.Remove(failed) && left.Count > 0)
            {
                logger.LogWarning("No connection to {Destination}, trying another one: {Reason}", failed.DestinationId, failure.Exception?.GetBaseException().Message);
                context.Features.Set<IForwarderErrorFeature>(null);
                context.Response.StatusCode = StatusCodes.Status200OK;

                // One that is marked unhealthy may be back: it is tried last, but it is tried.
                proxy.AvailableDestinations = left.Where(IsHealthy).ToList() is { Count: > 0 } healthy ? healthy : [.. left];
                await next(context);
            }
        });
    }

    private static bool IsHealthy(DestinationState destination) =>
        destination.Health.Active != DestinationHealth.Unhealthy && destination.Health.Passive != DestinationHealth.Unhealthy;
}
