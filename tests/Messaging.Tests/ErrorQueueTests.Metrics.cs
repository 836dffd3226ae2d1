using System.Diagnostics.Metrics;
using Metropool.Messaging.Faults;
using Metropool.Messaging.Topology;
using Metropool.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;

namespace Metropool.Messaging.Tests;

/// <summary>The number of failed messages in metrics and health checks.</summary>
public sealed partial class ErrorQueueTests
{
    [Fact]
    public async Task Failed_messages_are_measured_by_error_queue_and_degrade_health()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        using var gauges = new Gauges(service.Services.GetRequiredService<IMeterFactory>());
        await Eventually.TrueAsync(() => Task.FromResult(gauges.Read().GetValueOrDefault(Errors, -1) == 0), "an error queue without messages is 0");
        Assert.Equal(HealthStatus.Healthy, (await service.HealthAsync()).Entries["error-queues"].Status);

        await FailAsync(world, service, 3);

        await Eventually.TrueAsync(() => Task.FromResult(gauges.Read().GetValueOrDefault(Errors) == 3), "three are measured");
        var health = (await service.HealthAsync()).Entries["error-queues"];
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains($"{Errors} 3", health.Description, StringComparison.Ordinal);

        // Counting does not deliver messages. The broker limits the number of deliveries to a thousand.
        var delivered = await DeliveriesAsync(world);
        var before = service.Services.GetRequiredService<ErrorQueueMetrics>().Counts;
        await Eventually.TrueAsync(
            () => Task.FromResult(!ReferenceEquals(before, service.Services.GetRequiredService<ErrorQueueMetrics>().Counts)), "they are counted again");
        Assert.Equal(delivered, await DeliveriesAsync(world));

        service.Behaviour.AfterSaving = (_, _) => Task.CompletedTask;
        await using var operations = world.Build();
        await operations.Services.ReplayFailedAsync(null, Cancellation);
        await Eventually.TrueAsync(
            async () => gauges.Read().GetValueOrDefault(Errors) == 0 && (await service.HealthAsync()).Status == HealthStatus.Healthy, "none is left");
    }

    [Fact]
    public async Task While_the_broker_is_unavailable_the_number_of_failed_messages_is_unknown()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        using var gauges = new Gauges(service.Services.GetRequiredService<IMeterFactory>());
        await FailAsync(world, service, 1);
        await Eventually.TrueAsync(() => Task.FromResult(gauges.Read().GetValueOrDefault(Errors) == 1), "one is measured");

        world.Broker.Close();
        await Eventually.TrueAsync(() => Task.FromResult(gauges.Read().Count == 0), "nothing is measured");
        world.Broker.Open();

        await Eventually.TrueAsync(() => Task.FromResult(gauges.Read().GetValueOrDefault(Errors) == 1), "one is measured again");
    }

    [Fact]
    public async Task An_error_queue_that_does_not_exist_is_omitted_from_the_counts()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var channel = await world.ChannelAsync();
        await channel.QueueDeleteAsync(Errors, cancellationToken: Cancellation);
        await using var connection = await service.Services.GetRequiredService<BrokerAddress>().ConnectAsync("test", Cancellation);
        var queues = service.Services.GetRequiredService<ServiceQueues>();
        queues.Add("library-aaa");
        queues.Add("library-zzz");
        await channel.QueueDeclareAsync("library-zzz_error", durable: true, exclusive: false, autoDelete: false, cancellationToken: Cancellation);

        var counts = await service.Services.GetRequiredService<ErrorQueues>().CountAsync(connection, Cancellation);

        Assert.Equal(["library-zzz_error"], counts.Keys);
    }

    // The number of deliveries from the error queue, as the broker counts them. Reading a message is a delivery.
    private static async Task<long> DeliveriesAsync(World world)
    {
        var queue = (await world.ManageAsync("queues")).Single(queue => (string)queue!["name"]! == Errors)!;
        return (long?)queue["message_stats"]?["deliver_get"] ?? 0;
    }

    /// <summary>The gauge of one service, by queue.</summary>
    private sealed class Gauges : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, long> _values = [];

        public Gauges(IMeterFactory factory)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "metropool.error_queue.messages" && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>(
                (_, value, tags, _) => _values[(string)tags.ToArray().Single(tag => tag.Key == "messaging.destination.name").Value!] = value);
            _listener.Start();
        }

        public Dictionary<string, long> Read()
        {
            _values.Clear();
            _listener.RecordObservableInstruments();
            return _values;
        }

        public void Dispose() => _listener.Dispose();
    }
}
