using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Metropool.Messaging.Topology;

/// <summary>Declares what a service needs on the broker: its queues with their error queues and bindings, and the exchange of every event.</summary>
internal sealed partial class BrokerTopology(IServiceProvider services, TimeProvider clock, ILogger<BrokerTopology> logger)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether the bus is to be built for declaring alone, so that it consumes nothing.</summary>
    public bool IsDeploying { get; private set; }

    /// <summary>Declares all of it; waits for the broker where it isn't there yet.</summary>
    /// <exception cref="BrokerUnreachableException">The broker is there and refuses the user, the password or the virtual host.</exception>
    public async Task DeployAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);

        // MassTransit decides when it builds the bus: before this nobody may have asked for it.
        IsDeploying = true;
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync(cancellationToken);
        await StopAsync(bus);

        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await services.GetRequiredService<EventExchanges>().DeclareAsync(channel, cancellationToken);
    }

    /// <summary>Connects as soon as the broker answers. MassTransit would pause for longer after each try, and so find a broker that starts beside it many seconds late.</summary>
    private async Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var address = services.GetRequiredService<BrokerAddress>();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return await address.ConnectAsync("migration", cancellationToken);
            }
            catch (BrokerUnreachableException e) when (e.GetBaseException() is SocketException or IOException or TimeoutException or OperationCanceledException)
            {
                if (isFirst)
                {
                    LogWaiting(e.GetBaseException().Message);
                }

                await Task.Delay(PauseBetweenTries, clock, cancellationToken);
            }
        }
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker doesn't answer yet: {Reason}")]
    private partial void LogWaiting(string reason);
}
