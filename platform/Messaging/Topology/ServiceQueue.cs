using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Topology;

/// <summary>Configures the queue of a consumer and its error queue, for RabbitMQ 3.10 to 4.x.</summary>
internal static class ServiceQueue
{
    /// <summary>
    /// The number of deliveries without acknowledgement, because the process ended or took longer than the broker allows, after which the broker moves a
    /// message to the error queue. The default of RabbitMQ 4 is to drop it after 20.
    /// </summary>
    private const int DeliveryLimit = 1000;

    public static void Configure(IRabbitMqReceiveEndpointConfigurator endpoint, string queue)
    {
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);

        // Declared with the queue, so that it can be monitored before anything fails. MassTransit uses the same arguments.
        var errors = ErrorsOf(queue);
        endpoint.BindDeadLetterQueue(errors, errors, error =>
        {
            error.SetQuorumQueue();
            error.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            error.SetQueueArgument("x-dead-letter-exchange", errors);
        });
    }

    /// <summary>The name of the error queue of a queue.</summary>
    public static string ErrorsOf(string queue) => $"{queue}_error";
}

/// <summary>The queues of a service's consumers.</summary>
internal sealed class ServiceQueues(IServiceProvider services)
{
    private readonly HashSet<string> _names = [];

    /// <summary>The names, sorted.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            // Building the bus adds them. It doesn't connect.
            services.GetRequiredService<IBus>();
            return _names.Order(StringComparer.Ordinal);
        }
    }

    public void Add(string queue) => _names.Add(queue);
}
