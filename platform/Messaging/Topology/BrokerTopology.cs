using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Topology;

/// <summary>Declares what a service needs on the broker: its queues with their error queues and bindings, and the exchange of every event.</summary>
internal sealed class BrokerTopology(IServiceProvider services)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    /// <summary>Whether the bus is to be built for declaring alone, so that it consumes nothing.</summary>
    public bool IsDeploying { get; private set; }

    /// <summary>Declares all of it; waits for the broker where it isn't there yet.</summary>
    public async Task DeployAsync(CancellationToken cancellationToken)
    {
        // MassTransit decides when it builds the bus: before this nobody may have asked for it.
        IsDeploying = true;
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync(cancellationToken);
        await StopAsync(bus);

        await using var connection = await services.GetRequiredService<BrokerAddress>().ConnectAsync("migration", cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await services.GetRequiredService<EventExchanges>().DeclareAsync(channel, cancellationToken);
    }

    /// <summary>
    /// A started bus has declared everything. MassTransit says that an endpoint is ready a moment before it notes what a stop must end, and a stop that falls
    /// in between waits for ever (so does its own DeployAsync): nothing is lost by not waiting for it, since a bus that only declares holds no messages.
    /// </summary>
    private static async Task StopAsync(IBusControl bus)
    {
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await bus.StopAsync(patience.Token).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            LogContext.Debug?.Log("The bus that declared the topology did not stop by itself.");
        }
    }
}
