using Metropool.Messaging.Faults;
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

    /// <summary>What lies in the service's error queues. Consumes nothing.</summary>
    public static Task<IReadOnlyList<FailedMessage>> ListFailedAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetRequiredService<ErrorQueues>().ListAsync(cancellationToken);
    }

    /// <summary>Puts what lies in the error queues back into the queues that it failed in. What fails again returns to the error queue.</summary>
    /// <param name="services">The service.</param>
    /// <param name="id">The one; null for all of them.</param>
    /// <param name="cancellationToken">Stops; what was put back by then stays so.</param>
    /// <returns>What was put back.</returns>
    public static Task<IReadOnlyList<FailedMessage>> ReplayFailedAsync(this IServiceProvider services, string? id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetRequiredService<ErrorQueues>().ReplayAsync(id, cancellationToken);
    }

    /// <summary>Throws a message in the error queues away for good.</summary>
    /// <returns>What was thrown away; empty where there is no such message.</returns>
    public static Task<IReadOnlyList<FailedMessage>> DiscardFailedAsync(this IServiceProvider services, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetRequiredService<ErrorQueues>().DiscardAsync(id, cancellationToken);
    }
}
