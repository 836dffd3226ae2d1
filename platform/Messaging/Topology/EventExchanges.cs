using MassTransit;
using RabbitMQ.Client;

namespace Metropool.Messaging.Topology;

/// <summary>
/// The exchange of every event and the bindings from derived events to their bases. Declared at migration and by every relay when it connects,
/// so that a broker that lost them gets them back.
/// </summary>
internal sealed class EventExchanges(IBus bus)
{
    public async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        var topology = ((IRabbitMqPublishTopology)bus.Topology.PublishTopology).GetPublishBrokerTopology();
        foreach (var exchange in topology.Exchanges)
        {
            await channel.ExchangeDeclareAsync(
                exchange.ExchangeName, exchange.ExchangeType, exchange.Durable, exchange.AutoDelete, exchange.ExchangeArguments!, cancellationToken: cancellationToken);
        }

        foreach (var binding in topology.ExchangeBindings)
        {
            await channel.ExchangeBindAsync(
                binding.Destination.ExchangeName, binding.Source.ExchangeName, binding.RoutingKey, binding.Arguments!, cancellationToken: cancellationToken);
        }
    }
}
