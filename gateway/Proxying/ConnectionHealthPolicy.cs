using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Metropool.Gateway.Proxying;

/// <summary>
/// The passive health check. A destination that accepts no connection gets no requests for a while, if there is another one. One that responds gets requests
/// again at once, whatever the response.
/// </summary>
internal sealed class ConnectionHealthPolicy(IDestinationHealthUpdater health, HealthCheckIntervals intervals) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "Connections";

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        switch (context.GetForwarderErrorFeature())
        {
            case null:
                health.SetPassive(cluster, destination, DestinationHealth.Healthy, TimeSpan.Zero);
                break;
            case var failure when failure.IsUnsent():
                health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, intervals.Reactivation);
                break;
            default:
                break;
        }
    }
}
