using Metropool.Messaging.Faults;
using Metropool.Messaging.Outbox;
using Metropool.Messaging.Topology;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging;

/// <summary>The commands for operators. They run in a process of their own.</summary>
public static class MessagingCommands
{
    /// <summary>
    /// Declares the service's queues with their error queues and bindings, and the exchange of every event, so that events aren't lost that are published
    /// before the service first starts. It consumes nothing, can be repeated, and waits until the broker is available.
    /// </summary>
    public static Task DeployTopologyAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetRequiredService<BrokerTopology>().DeployAsync(cancellationToken);
    }

    /// <summary>Releases the parked events, which the broker refused too often: they are sent again.</summary>
    /// <returns>The number of events.</returns>
    public static Task<int> ReleaseParkedAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetRequiredService<OutboxQueue>().ReleaseParkedAsync(cancellationToken);
    }

    /// <summary>Lists the messages in the service's error queues. It consumes nothing.</summary>
    public static Task<IReadOnlyList<FailedMessage>> ListFailedAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetRequiredService<ErrorQueues>().ListAsync(cancellationToken);
    }

    /// <summary>Returns messages from the error queues to the queues in which they failed. A message that fails again returns to the error queue.</summary>
    /// <param name="services">The service.</param>
    /// <param name="id">The id of a message; null for all messages.</param>
    /// <param name="cancellationToken">Stops the command; messages that were replayed by then stay replayed.</param>
    /// <returns>The replayed messages.</returns>
    public static Task<IReadOnlyList<FailedMessage>> ReplayFailedAsync(
        this IServiceProvider services, string? id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetRequiredService<ErrorQueues>().ReplayAsync(id, cancellationToken);
    }

    /// <summary>Deletes a message from the error queues.</summary>
    /// <returns>The deleted copies; empty where no error queue has the message.</returns>
    public static Task<IReadOnlyList<FailedMessage>> DiscardFailedAsync(
        this IServiceProvider services, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetRequiredService<ErrorQueues>().DiscardAsync(id, cancellationToken);
    }
}
