using Metropool.Messaging.Outbox;
using Metropool.Messaging.Topology;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging;

/// <summary>What operations does with messaging, from a process that doesn't serve.</summary>
public static class MessagingCommands
{
    /// <summary>
    /// Declares the service's queues, their error queues and bindings, and the exchange of every event, so that nothing is lost that is published
    /// before the service runs for the first time. Consumes nothing, can be repeated, and waits for a broker that isn't there yet.
    /// </summary>
    public static Task DeployTopologyAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetRequiredService<BrokerTopology>().DeployAsync(cancellationToken);
    }

    /// <summary>Makes every event due again that was parked because the broker kept refusing it.</summary>
    /// <returns>How many there were.</returns>
    public static Task<int> ReleaseParkedAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetRequiredService<OutboxStore>().ReleaseAsync(cancellationToken);
    }
}
