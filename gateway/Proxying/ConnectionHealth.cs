using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Metropool.Gateway.Proxying;

/// <summary>
/// The passive health check: a destination that accepts no connection gets no requests for a while, as long as there is another one; one that answers gets
/// them again at once. What it answers is no matter of this.
/// </summary>
internal sealed class ConnectionHealth(IDestinationHealthUpdater health, HealthCheckTimes times) : IPassiveHealthCheckPolicy
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
                health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, times.Reactivation);
                break;
            default:
                break;
        }
    }
}
