using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Topology;

/// <summary>What the queue of a consumer is like, and the error queue beside it. Works from RabbitMQ 3.10 to 4.x.</summary>
internal static class ServiceQueue
{
    /// <summary>
    /// After so many deliveries that were neither confirmed nor failed (the process died each time, or held the message longer than the broker
    /// allows), the broker itself puts a message into the error queue. RabbitMQ 4 would do it after 20, and throw it away; before that, never.
    /// </summary>
    private const int DeliveryLimit = 1000;

    public static void Configure(IRabbitMqReceiveEndpointConfigurator endpoint, string queue)
    {
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);

        // Declared with the queue itself, so that it is there to be watched before anything fails. MassTransit gives it the same arguments.
        var errors = ErrorsOf(queue);
        endpoint.BindDeadLetterQueue(errors, errors, error =>
        {
            error.SetQuorumQueue();
            error.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            error.SetQueueArgument("x-dead-letter-exchange", errors);
        });
    }

    /// <summary>The error queue beside a queue.</summary>
    public static string ErrorsOf(string queue) => $"{queue}_error";
}

/// <summary>The queues that this service's consumers have.</summary>
internal sealed class ServiceQueues(IServiceProvider services)
{
    private readonly HashSet<string> _names = [];

    /// <summary>Their names, in order.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            // They are known once the bus is built, which connects to nothing.
            services.GetRequiredService<IBus>();
            return _names.Order(StringComparer.Ordinal);
        }
    }

    public void Add(string queue) => _names.Add(queue);
}
