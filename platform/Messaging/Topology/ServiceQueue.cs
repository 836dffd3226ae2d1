using MassTransit;

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
        var errors = $"{queue}_error";
        endpoint.BindDeadLetterQueue(errors, errors, error =>
        {
            error.SetQuorumQueue();
            error.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            error.SetQueueArgument("x-dead-letter-exchange", errors);
        });
    }
}
