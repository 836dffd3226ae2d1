using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Metropool.Messaging.Topology;

/// <summary>Declares the topology of a service: its queues with their error queues and bindings, and the exchange of every event.</summary>
internal sealed partial class BrokerTopology(IServiceProvider services, TimeProvider clock, ILogger<BrokerTopology> logger)
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether the bus is built to declare the topology only, without consuming.</summary>
    public bool IsDeploying { get; private set; }

    /// <summary>Declares the topology, and waits until the broker is available.</summary>
    /// <exception cref="BrokerUnreachableException">The broker refuses the user, the password or the virtual host.</exception>
    public async Task DeployAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);

        // MassTransit reads this when it builds the bus, at the first request for it.
        IsDeploying = true;
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync(cancellationToken);
        await StopAsync(bus);

        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await services.GetRequiredService<EventExchanges>().DeclareAsync(channel, cancellationToken);
    }

    /// <summary>
    /// Connects as soon as the broker is available. The growing pauses of MassTransit would delay a migration that starts together with the broker.
    /// </summary>
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

                await Task.Delay(RetryPause, clock, cancellationToken);
            }
        }
    }

    /// <summary>
    /// A started bus has declared everything. MassTransit reports an endpoint as ready shortly before it can be stopped, and a stop in between never ends
    /// (nor does its own DeployAsync). A bus that only declares holds no messages, so that nothing is lost after the timeout.
    /// </summary>
    private static async Task StopAsync(IBusControl bus)
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        try
        {
            await bus.StopAsync(timeout.Token).WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            LogContext.Debug?.Log("The bus that declared the topology did not stop in time.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the broker: {Reason}")]
    private partial void LogWaiting(string reason);
}
