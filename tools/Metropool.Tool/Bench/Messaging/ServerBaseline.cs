using System.Diagnostics;
using Npgsql;
using RabbitMQ.Client;

namespace Metropool.Tool.Bench.Messaging;

/// <summary>Measures the servers alone, as an upper bound for outbox and inbox.</summary>
internal static class ServerBaseline
{
    private const string Queue = "raw";
    private static readonly byte[] Body = new byte[1000];

    /// <summary>Commits transactions of one prepared insert, on several connections.</summary>
    /// <returns>Commits per second.</returns>
    public static async Task<double> CommitsAsync(string database, int count, int connections, CancellationToken cancellationToken)
    {
        await using var source = await SourceAsync(database, cancellationToken);
        var remaining = count;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var insert = await InsertAsync(connection, cancellationToken);
            while (Interlocked.Decrement(ref remaining) >= 0)
            {
                await CommitAsync(insert, cancellationToken);
            }
        }));
        return count / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Publishes persistent messages with confirms to a quorum queue, in batches as the relay does.</summary>
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

    /// <summary>
    /// Runs the minimum steps of an event in sequence, at a constant rate: a commit on one connection, a confirmed publish, a commit on another connection.
    /// </summary>
    public static async Task<Latencies> StepsAsync(string database, Uri broker, int count, int perSecond, CancellationToken cancellationToken)
    {
        await using var source = await SourceAsync(database, cancellationToken);
        await using var publisher = await source.OpenConnectionAsync(cancellationToken);
        await using var first = await InsertAsync(publisher, cancellationToken);
        await using var consumer = await source.OpenConnectionAsync(cancellationToken);
        await using var last = await InsertAsync(consumer, cancellationToken);
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancellationToken);
        await using var channel = await ChannelAsync(connection, cancellationToken);
        var latencies = new List<TimeSpan>(count);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        while (latencies.Count < count && await timer.WaitForNextTickAsync(cancellationToken))
        {
            var started = Stopwatch.GetTimestamp();
            await CommitAsync(first, cancellationToken);
            await PublishAsync(channel, cancellationToken);
            await CommitAsync(last, cancellationToken);
            latencies.Add(Stopwatch.GetElapsedTime(started));
        }

        await channel.QueueDeleteAsync(Queue, cancellationToken: cancellationToken);
        return new(latencies);
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
        var insert = new NpgsqlCommand("INSERT INTO raw (id, body) VALUES ($1, $2)", connection)
        {
            Parameters = { new NpgsqlParameter<Guid>(), new NpgsqlParameter<byte[]> { TypedValue = Body } },
        };
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
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        await channel.QueueDeclareAsync(
            Queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" },
            cancellationToken: cancellationToken);
        return channel;
    }

    private static Task PublishAsync(IChannel channel, CancellationToken cancellationToken) =>
        channel.BasicPublishAsync("", Queue, mandatory: true, new BasicProperties { Persistent = true }, Body, cancellationToken).AsTask();
}
