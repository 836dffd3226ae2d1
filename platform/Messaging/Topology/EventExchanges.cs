using MassTransit;
using RabbitMQ.Client;

namespace Metropool.Messaging.Topology;

/// <summary>
/// The exchange of every event. Exchanges are declared at migration, and by every relay when it connects, in case the broker has lost them.
/// </summary>
internal sealed class EventExchanges(IBus bus)
{
    public async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        var topology = ((IRabbitMqPublishTopology)bus.Topology.PublishTopology).GetPublishBrokerTopology();
        foreach (var exchange in topology.Exchanges)
        {
            await channel.ExchangeDeclareAsync(
                exchange.ExchangeName,
                exchange.ExchangeType,
                exchange.Durable,
                exchange.AutoDelete,
                exchange.ExchangeArguments!,
                cancellationToken: cancellationToken);
        }
    }
}
