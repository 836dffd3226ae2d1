using System.Text.Json;
using MassTransit.Serialization;
using Metropool.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Metropool.Testing;

/// <summary>Receives all events on the broker, in addition to the consumers of the service.</summary>
public sealed class EventProbe : IAsyncDisposable
{
    private static readonly Dictionary<string, Type> EventTypes = typeof(IIntegrationEvent).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IIntegrationEvent)))
        .ToDictionary(ExchangeOf);

    private readonly IConnection _connection;
    private readonly Lock _lock = new();
    private readonly List<IIntegrationEvent> _seen = [];
    private readonly List<TaskCompletionSource> _waiting = [];

    private EventProbe(IConnection connection) => _connection = connection;

    /// <summary>The events received so far, in order.</summary>
    public IReadOnlyList<IIntegrationEvent> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>Waits for an event of a type that matches a predicate, and returns the first one.</summary>
    /// <exception cref="TimeoutException">No such event was received.</exception>
    public async Task<T> PublishedAsync<T>(Func<T, bool> predicate)
        where T : IIntegrationEvent
    {
        ArgumentNullException.ThrowIfNull(predicate);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                if (_seen.OfType<T>().FirstOrDefault(predicate) is { } found)
                {
                    return found;
                }

                _waiting.Add(arrival);
            }

            try
            {
                await arrival.Task.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"No matching {typeof(T).Name} was received. Received of that type: {JsonSerializer.Serialize(Seen.OfType<T>())}");
            }
        }
    }

    internal static async Task<EventProbe> ConnectAsync(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var probe = new EventProbe(connection);
        var channel = await connection.CreateChannelAsync();
        var queue = await channel.QueueDeclareAsync();
        foreach (var exchange in EventTypes.Keys)
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync(queue.QueueName, exchange, "");
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            probe.Receive(delivery.Exchange, delivery.Body);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return probe;
    }

    private static string ExchangeOf(Type type) => $"{type.Namespace}:{type.Name}";

    private void Receive(string exchange, ReadOnlyMemory<byte> body)
    {
        using var envelope = JsonDocument.Parse(body);
        var message = (IIntegrationEvent)envelope.RootElement.GetProperty("message")
            .Deserialize(EventTypes[exchange], SystemTextJsonMessageSerializer.Options)!;
        lock (_lock)
        {
            _seen.Add(message);
            _waiting.ForEach(waiting => waiting.TrySetResult());
            _waiting.Clear();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
