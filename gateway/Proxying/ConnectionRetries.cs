using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Metropool.Gateway.Proxying;

/// <summary>
/// Tries the other destinations of a service if no connection could be made. Nothing was sent, so this is safe for every method. A request that was sent is
/// never repeated.
/// </summary>
internal static class ConnectionRetries
{
    public static void UseConnectionRetries(this IReverseProxyApplicationBuilder pipeline)
    {
        var logger = pipeline.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ConnectionRetries).FullName!);
        pipeline.Use(async (context, next) =>
        {
            var proxy = context.GetReverseProxyFeature();
            var remaining = proxy.AllDestinations.ToList();
            await next(context);
            while (context.GetForwarderErrorFeature() is { } failure && failure.IsUnsent() && !context.RequestAborted.IsCancellationRequested
                && proxy.ProxiedDestination is { } failed && remaining.Remove(failed) && remaining.Count > 0)
            {
                logger.LogWarning(
                    "No connection to {Destination}, trying another one: {Reason}", failed.DestinationId, failure.Exception?.GetBaseException().Message);
                context.Features.Set<IForwarderErrorFeature>(null);
                context.Response.StatusCode = StatusCodes.Status200OK;

                // Unhealthy destinations may have recovered, so they are tried last.
                proxy.AvailableDestinations = remaining.Where(IsHealthy).ToList() is { Count: > 0 } healthy ? healthy : [.. remaining];
                await next(context);
            }
        });
    }

    private static bool IsHealthy(DestinationState destination) =>
        destination.Health.Active != DestinationHealth.Unhealthy && destination.Health.Passive != DestinationHealth.Unhealthy;
}
