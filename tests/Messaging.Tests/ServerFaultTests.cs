using Metropool.Messaging.Outbox;
using Metropool.Testing;
using Metropool.Testing.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Metropool.Messaging.Tests;

/// <summary>Servers that really stop, starve or crash: a pair of their own, one test after another.</summary>
public sealed class ServerFaultTests : IAsyncLifetime
{
    private DurableServers _servers = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _servers = await DurableServers.StartAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task While_the_broker_is_stopped_requests_succeed_and_their_events_arrive_afterwards()
    {
        await using var world = await World.CreateAsync(servers: _servers.Addresses);
        await using var service = await world.RunAsync();

        await DurableServers.RabbitMqCtlAsync("stop_app");
        var books = await RequestsAsync(service, 500);
        Assert.Equal(500, await service.InDatabaseAsync(db => db.Set<OutboxMessage>().CountAsync(Cancellation)));
        await DurableServers.RabbitMqCtlAsync("start_app");

        await AllArriveAsync(service, books);
    }

    [Fact]
    public async Task While_the_broker_has_no_memory_requests_succeed_and_their_events_arrive_afterwards()
    {
        await using var world = await World.CreateAsync(servers: _servers.Addresses);
        await using var service = await world.RunAsync();
        var relay = service.Services.GetRequiredService<OutboxRelay>();

        await DurableServers.RabbitMqCtlAsync("set_vm_memory_high_watermark", "absolute", "1");
        Guid[] books;
        try
        {
            books = await RequestsAsync(service, 100);
            await Eventually.TrueAsync(
                () => Task.FromResult(relay.PausedBecause?.Contains("accepts no messages", StringComparison.Ordinal) == true),
                "the relay says what it waits for");
            Assert.All(
                await service.InDatabaseAsync(db => db.Set<OutboxMessage>().AsNoTracking().ToListAsync(Cancellation)),
                message => Assert.Equal((0, false), (message.Refusals, message.DueAt is null)));
        }
        finally
        {
            await DurableServers.RabbitMqCtlAsync("set_vm_memory_high_watermark", "0.4");
        }

        await AllArriveAsync(service, books);
        Assert.Null(relay.PausedBecause);
    }

    [Fact]
    public async Task When_the_database_crashes_under_load_every_committed_event_is_handled_once()
    {
        await using var world = await World.CreateAsync(servers: _servers.Addresses);
        await using var service = await world.RunAsync();
        var committed = new List<Guid>();
        var crash = Task.CompletedTask;
        var failures = 0;

        // Requests that fail are asked again, as their clients would.
        while (committed.Count < 300)
        {
            if (committed.Count == 100)
            {
                await service.CopyAsync(committed[0], _ => true, "the first book");
                crash = CrashAsync();
            }

            // One that failed may have been committed all the same: it is another book each time.
            await Eventually.TrueAsync(
                async () =>
                {
                    var book = Guid.CreateVersion7();
                    var succeeded = await SucceedsAsync(() => service.PublishAsync(new BookChanged { BookId = book, Version = 1, Title = "" }));
                    if (succeeded)
                    {
                        committed.Add(book);
                    }

                    failures += succeeded ? 0 : 1;
                    return succeeded;
                },
                "the database is back");
        }

        await crash;
        Assert.NotEqual(0, failures);
        await AllArriveAsync(service, [.. committed]);
    }

    [Fact]
    public async Task A_consumer_that_missed_10000_events_handles_each_of_them_once()
    {
        await using var world = await World.CreateAsync(servers: _servers.Addresses);
        await world.MigrateAsync("branch");
        await using var publisher = await world.RunAsync("library", consumes: false);
        var books = Enumerable.Range(0, 10_000).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var some in books.Chunk(500))
        {
            await publisher.PublishAsync([.. some.Select(book => new BookChanged { BookId = book, Version = 1, Title = "" })]);
        }

        await publisher.OutboxIsEmptyAsync();
        await Eventually.TrueAsync(async () => await world.CountAsync(TestService.QueueOf("branch")) == books.Length, "all wait in the queue");

        await using var consumer = await world.Build("branch").StartAsync();

        await Eventually.TrueAsync(
            () => consumer.InDatabaseAsync(async db => await db.Copies.CountAsync(Cancellation) == books.Length), "all are handled", TimeSpan.FromMinutes(5));
        Assert.Equal(0, await consumer.InDatabaseAsync(db => db.Copies.CountAsync(copy => copy.Applications != 1, Cancellation)));
        Assert.Equal(0u, await world.CountAsync($"{TestService.QueueOf("branch")}_error"));
    }

    /// <summary>Kills a server process of the database: PostgreSQL then ends all the others and recovers, as after a crash. Returns when it is back.</summary>
    private async Task CrashAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(_servers.Addresses.Postgres) { Pooling = false }.ConnectionString;
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = new NpgsqlCommand($"COPY (SELECT 1) TO PROGRAM 'kill -9 {connection.ProcessID}'", connection);
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteNonQueryAsync(Cancellation));
        }

        await Eventually.TrueAsync(
            () => SucceedsAsync(async () =>
            {
                await using var connection = new NpgsqlConnection(database);
                await connection.OpenAsync(Cancellation);
            }),
            "the database is back");
    }

    private static async Task<bool> SucceedsAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception e) when (e.GetBaseException() is NpgsqlException or IOException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static async Task<Guid[]> RequestsAsync(TestService service, int count)
    {
        var books = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        await Parallel.ForEachAsync(books, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation }, async (book, _) =>
            await service.PublishAsync(new BookChanged { BookId = book, Version = 1, Title = "" }));
        return books;
    }

    private static async Task AllArriveAsync(TestService service, Guid[] books)
    {
        // Connections that a crash has cut are still in the pool of the test's own questions.
        NpgsqlConnection.ClearAllPools();
        await Eventually.TrueAsync(
            () => service.InDatabaseAsync(async db => await db.Copies.CountAsync(copy => books.Contains(copy.BookId), Cancellation) == books.Length),
            "every book",
            TimeSpan.FromMinutes(3));
        Assert.Equal(0, await service.InDatabaseAsync(db => db.Copies.CountAsync(copy => copy.Applications != 1, Cancellation)));
        await service.OutboxIsEmptyAsync();
    }
}
