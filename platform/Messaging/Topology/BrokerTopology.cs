using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Topology;

/// <summary>Declares what a service needs on the broker: its queues with their error queues and bindings, and the exchange of every event.</summary>
internal sealed class BrokerTopology(IServiceProvider services)
{
    /// <summary>Whether the bus is to be built for declaring alone, so that it consumes nothing.</summary>
    public bool IsDeploying { get; private set; }

    /// <summary>Declares all of it; waits for the broker where it isn't there yet.</summary>
    public async Task DeployAsync(CancellationToken cancellationToken)
    {
        // MassTransit decides when it builds the bus: before this nobody may have asked for it.
        IsDeploying = true;
        await services.GetRequiredService<IBusControl>().DeployAsync(cancellationToken);

        await using var connection = await services.GetRequiredService<BrokerAddress>().ConnectAsync("migration", cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await services.GetRequiredService<EventExchanges>().DeclareAsync(channel, cancellationToken);
    }
}
