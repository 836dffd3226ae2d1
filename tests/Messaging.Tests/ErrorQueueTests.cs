using System.Diagnostics.Metrics;
using Metropool.Messaging.Faults;
using Metropool.Messaging.Topology;
using Metropool.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;

namespace Metropool.Messaging.Tests;

/// <summary>What operations does with messages that no consumer could handle: another process than the one that serves.</summary>
public sealed class ErrorQueueTests
{
    private const string Queue = "library-book";
    private const string Errors = "library-book_error";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_failed_is_listed_with_its_reason_and_stays_where_it_is()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var books = await FailAsync(world, service, 3);
        await using var operations = world.Build();

        var listed = await operations.Services.ListFailedAsync(Cancellation);

        Assert.Equal(3, listed.Count);
        Assert.All(listed, failed =>
        {
            Assert.Equal((Queue, nameof(BookChanged)), (failed.Queue, failed.Event));
            Assert.Contains("Dit boek is stuk.", failed.Reason, StringComparison.Ordinal);
            Assert.True(Guid.TryParse(failed.Id, out _), failed.Id);
            Assert.Equal(TimeSpan.Zero, failed.FailedAt!.Value.Offset);
        });
        Assert.Equal(3, listed.Select(failed => failed.Id).Distinct().Count());
        await Eventually.TrueAsync(async () => await world.CountAsync(Errors) == books.Length, "all are back in the error queue");
    }

    [Fact]
    public async Task What_failed_is_replayed_and_handled_once_the_cause_is_mended()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var books = await FailAsync(world, service, 20);
        await using var operations = world.Build();
        service.Behaviour.AfterSaving = (_, _) => Task.CompletedTask;

        Assert.Equal(books.Length, (await operations.Services.ReplayFailedAsync(null, Cancellation)).Count);

        foreach (var book in books)
        {
            await service.CopyAsync(book, copy => copy.Applications == 1, "every book, handled once");
        }

        Assert.Empty(await operations.Services.ListFailedAsync(Cancellation));
        Assert.Empty(await operations.Services.ReplayFailedAsync(null, Cancellation));
    }

    [Fact]
    public async Task What_fails_again_returns_to_the_error_queue_with_the_new_reason_and_ends_the_replay()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        await FailAsync(world, service, 3);
        await using var operations = world.Build();
        service.Behaviour.AfterSaving = (_, _) => throw new InvalidOperationException("Nog steeds stuk.");

        Assert.Equal(3, (await operations.Services.ReplayFailedAsync(null, Cancellation)).Count);

        var listed = await Eventually.ValueAsync(
            async () => await operations.Services.ListFailedAsync(Cancellation) is { Count: 3 } all ? all : null, "all three are back");
        Assert.All(listed, failed => Assert.Contains("Nog steeds stuk.", failed.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_message_can_be_replayed_and_another_thrown_away()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        await FailAsync(world, service, 3);
        await using var operations = world.Build();
        service.Behaviour.AfterSaving = (_, _) => Task.CompletedTask;
        var listed = await operations.Services.ListFailedAsync(Cancellation);
        await CountedAsync(world, 3);

        Assert.Equal([listed[1]], await operations.Services.ReplayFailedAsync(listed[1].Id, Cancellation));
        Assert.Equal([listed[2]], await AsSoonAsAllAreBackAsync(() => operations.Services.DiscardFailedAsync(listed[2].Id, Cancellation)));

        Assert.Equal([listed[0]], await AsSoonAsAllAreBackAsync(() => operations.Services.ListFailedAsync(Cancellation)));
        Assert.Empty(await operations.Services.ReplayFailedAsync($"{Guid.NewGuid()}", Cancellation));
        Assert.Empty(await operations.Services.DiscardFailedAsync($"{Guid.NewGuid()}", Cancellation));
        await Eventually.TrueAsync(async () => await service.InDatabaseAsync(db => Task.FromResult(db.Copies.Count())) == 1, "the one that was replayed is handled");
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_listed_and_replayed_with_the_others()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        var channel = await world.ChannelAsync();
        await channel.BasicPublishAsync(Queue, "", mandatory: false, new BasicProperties { ContentType = "application/vnd.masstransit+json" }, "{ nee"u8.ToArray(), Cancellation);
        await CountedAsync(world, 1);
        await using var operations = world.Build();

        var failed = Assert.Single(await operations.Services.ListFailedAsync(Cancellation));

        Assert.Equal((Queue, null), (failed.Queue, failed.Event));
        Assert.NotEmpty(failed.Reason);
        await Eventually.TrueAsync(async () => (await operations.Services.ReplayFailedAsync(null, Cancellation)).Count == 1, "it is replayed");
        await CountedAsync(world, 1);
    }

    [Fact]
    public async Task A_message_without_an_id_is_replayed_and_discarded_by_a_digest_of_its_body()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        await using var operations = world.Build();
        var channel = await world.ChannelAsync();
        foreach (var body in new[] { "{ nee", "{ nee", "iets anders" })
        {
            await channel.BasicPublishAsync("", Errors, mandatory: true, new BasicProperties(), System.Text.Encoding.UTF8.GetBytes(body), Cancellation);
        }

        await channel.BasicPublishAsync("", Errors, mandatory: true, new BasicProperties { MessageId = "geen guid" }, "nog iets"u8.ToArray(), Cancellation);
        await CountedAsync(world, 4);

        var listed = await operations.Services.ListFailedAsync(Cancellation);
        Assert.All(listed, failed => Assert.Matches("^sha256-[0-9a-f]{16}$", failed.Id));
        Assert.Equal(3, listed.Select(failed => failed.Id).Distinct().Count());
        Assert.Equal(listed[0], listed[1]);

        Assert.Equal([listed[3]], await AsSoonAsAllAreBackAsync(() => operations.Services.DiscardFailedAsync(listed[3].Id, Cancellation)));
        await CountedAsync(world, 3);
        Assert.Equal([listed[2]], await AsSoonAsAllAreBackAsync(() => operations.Services.ReplayFailedAsync(listed[2].Id, Cancellation)));
        await CountedAsync(world, 2);
        Assert.Equal(1u, await world.CountAsync(Queue));

        // The same body is the same message, however often it lies there.
        Assert.Equal([listed[0], listed[1]], await AsSoonAsAllAreBackAsync(() => operations.Services.DiscardFailedAsync(listed[0].Id, Cancellation)));
        await CountedAsync(world, 0);
    }

    [Theory]
    [InlineData("0199AAAA-0000-7000-8000-00000000000A", "0199aaaa-0000-7000-8000-00000000000a")]
    [InlineData("{0199aaaa-0000-7000-8000-00000000000a}", "0199aaaa-0000-7000-8000-00000000000a")]
    [InlineData("SHA256-0123456789ABCDEF", "sha256-0123456789abcdef")]
    [InlineData("sha256-0123", null)]
    [InlineData("-", null)]
    [InlineData("everything", null)]
    [InlineData("", null)]
    public void An_id_is_that_of_a_message_or_a_digest(string text, string? id) =>
        Assert.Equal(id, FailedMessage.TryParseId(text, out var parsed) ? parsed : null);

    [Fact]
    public async Task What_failed_is_a_gauge_of_each_error_queue_and_degrades_health_with_its_number()
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

        // Counting is no delivery: of those the broker allows a thousand.
        var delivered = await DeliveriesAsync(world);
        var before = service.Services.GetRequiredService<ErrorQueueMetrics>().Counts;
        await Eventually.TrueAsync(() => Task.FromResult(!ReferenceEquals(before, service.Services.GetRequiredService<ErrorQueueMetrics>().Counts)), "they are counted again");
        Assert.Equal(delivered, await DeliveriesAsync(world));

        service.Behaviour.AfterSaving = (_, _) => Task.CompletedTask;
        await using var operations = world.Build();
        await operations.Services.ReplayFailedAsync(null, Cancellation);
        await Eventually.TrueAsync(async () => gauges.Read().GetValueOrDefault(Errors) == 0 && (await service.HealthAsync()).Status == HealthStatus.Healthy, "none is left");
    }

    [Fact]
    public async Task While_the_broker_is_away_the_number_is_unknown_and_afterwards_it_is_known_again()
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
    public async Task An_error_queue_that_is_not_there_does_not_hide_the_others()
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

    [Fact]
    public async Task A_replay_that_is_interrupted_loses_nothing()
    {
        await using var world = await World.CreateAsync();
        var books = await FailedAndStoppedAsync(world, 50);
        await using var operations = world.Build();
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var replay = operations.Services.ReplayFailedAsync(null, interrupted.Token);
        await Eventually.TrueAsync(async () => await world.CountAsync(Queue) > 0, "some are back in their queue");
        world.Broker.Close();
        await Assert.ThrowsAnyAsync<Exception>(() => replay);
        world.Broker.Open();

        await using var next = await world.Build().StartAsync();
        await Eventually.TrueAsync(
            async () => (await operations.Services.ReplayFailedAsync(null, Cancellation)).Count == 0 && await next.InDatabaseAsync(db => Task.FromResult(db.Copies.Count())) == books.Length, "every book is handled");
        Assert.All(await next.InDatabaseAsync(db => Task.FromResult(db.Copies.ToList())), copy => Assert.Equal(1, copy.Applications));
    }

    // How often messages of the error queue were delivered, as the broker knows it: each look at one is a delivery.
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
            _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => _values[(string)tags.ToArray().Single(tag => tag.Key == "messaging.destination.name").Value!] = value);
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

    private static async Task<Guid[]> FailAsync(World world, TestService service, int count)
    {
        var books = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        service.Behaviour.AfterSaving = (_, _) => throw new InvalidOperationException("Dit boek is stuk.");
        await service.PublishAsync([.. books.Select(book => new BookChanged { BookId = book, Version = 1, Title = "" })]);
        await CountedAsync(world, (uint)count);
        return books;
    }

    private static async Task<Guid[]> FailedAndStoppedAsync(World world, int count)
    {
        await using var service = await world.RunAsync();
        return await FailAsync(world, service, count);
    }

    private static Task CountedAsync(World world, uint count) => Eventually.TrueAsync(async () => await world.CountAsync(Errors) == count, $"{count} in the error queue");

    // The broker puts back what was looked at when the channel has closed, which is a moment after the command has ended.
    private static Task<IReadOnlyList<FailedMessage>> AsSoonAsAllAreBackAsync(Func<Task<IReadOnlyList<FailedMessage>>> ask) =>
        Eventually.ValueAsync(async () => await ask() is { Count: > 0 } found ? found : null, "the messages are back");
}
