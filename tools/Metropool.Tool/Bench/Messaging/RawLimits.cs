using System.Diagnostics;
using Npgsql;
using RabbitMQ.Client;

namespace Metropool.Tool.Bench.Messaging;

/// <summary>What the servers can do by themselves: more than that no outbox and no inbox can.</summary>
internal static class RawLimits
{
    private const string Queue = "raw";
    private static readonly byte[] Body = new byte[1000];

    /// <summary>Transactions of one prepared insert, over as many connections as a queue's consumers have.</summary>
    /// <returns>Commits per second.</returns>
    public static async Task<double> CommitsAsync(string database, int count, int connections, CancellationToken cancellationToken)
    {
        await using var source = await SourceAsync(database, cancellationToken);
        var left = count;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var insert = await InsertAsync(connection, cancellationToken);
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await CommitAsync(insert, cancellationToken);
            }
        }));
        return count / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Persistent messages to one quorum queue, each confirmed, so many on their way at once as in a batch of the relay.</summary>
    /// <returns>Confirmed messages per second.</returns>
    public static async Task<double> PublishesAsync(Uri broker, int count, int batch, CancellationToken cancellationToken)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancellationToken);
        await using var channel = await ChannelAsync(connection, cancellationToken);
        var clock = Stopwatch.StartNew();
        for (var sent = 0; sent < count; sent += batch)
        {
            await Task.WhenAll(Enumerable.Range(0, batch).Select(_ => PublishAsync(channel, cancellationToken)));
        }

        var rate = count / clock.Elapsed.TotalSeconds;
        await channel.QueueDeleteAsync(Queue, cancellationToken: cancellationToken);
        return rate;
    }

    /// <summary>What no event can do without, one after another at an even pace: a commit on one connection, a confirmed publish, a commit on another connection.</summary>
    public static async Task<Delays> StepsAsync(string database, Uri broker, int count, int perSecond, CancellationToken cancellationToken)
    {
        await using var source = await SourceAsync(database, cancellationToken);
        await using var publisher = await source.OpenConnectionAsync(cancellationToken);
        await using var first = await InsertAsync(publisher, cancellationToken);
        await using var consumer = await source.OpenConnectionAsync(cancellationToken);
        await using var last = await InsertAsync(consumer, cancellationToken);
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancellationToken);
        await using var channel = await ChannelAsync(connection, cancellationToken);
        var delays = new List<TimeSpan>(count);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        while (delays.Count < count && await timer.WaitForNextTickAsync(cancellationToken))
        {
            var began = Stopwatch.GetTimestamp();
            await CommitAsync(first, cancellationToken);
            await PublishAsync(channel, cancellationToken);
            await CommitAsync(last, cancellationToken);
            delays.Add(Stopwatch.GetElapsedTime(began));
        }

        await channel.QueueDeleteAsync(Queue, cancellationToken: cancellationToken);
        return new(delays);
    }

    private static async Task<NpgsqlDataSource> SourceAsync(string database, CancellationToken cancellationToken)
    {
        var source = NpgsqlDataSource.Create(database);
        await using var create = source.CreateCommand("CREATE TABLE IF NOT EXISTS raw (id uuid PRIMARY KEY, body bytea NOT NULL)");
        await create.ExecuteNonQueryAsync(cancellationToken);
        return source;
    }

    private static async Task<NpgsqlCommand> InsertAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var insert = new NpgsqlCommand("INSERT INTO raw (id, body) VALUES ($1, $2)", connection) { Parameters = { new NpgsqlParameter<Guid>(), new NpgsqlParameter<byte[]> { TypedValue = Body } } };
        await insert.PrepareAsync(cancellationToken);
        return insert;
    }

    private static Task<int> CommitAsync(NpgsqlCommand insert, CancellationToken cancellationToken)
    {
        ((NpgsqlParameter<Guid>)insert.Parameters[0]).TypedValue = Guid.CreateVersion7();
        return insert.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<IChannel> ChannelAsync(IConnection connection, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellationToken);
        return channel;
    }

    private static Task PublishAsync(IChannel channel, CancellationToken cancellationToken) =>
        channel.BasicPublishAsync("", Queue, mandatory: true, new BasicProperties { Persistent = true }, Body, cancellationToken).AsTask();
}
