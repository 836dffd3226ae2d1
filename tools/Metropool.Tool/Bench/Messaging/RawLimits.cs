using System.Diagnostics;
using Npgsql;
using RabbitMQ.Client;

namespace Metropool.Tool.Bench.Messaging;

/// <summary>What the servers can do by themselves: more than that no outbox and no inbox can.</summary>
internal static class RawLimits
{
    private static readonly byte[] Body = new byte[1000];

    /// <summary>Transactions of one prepared insert, over as many connections as a queue's consumers have.</summary>
    /// <returns>Commits per second.</returns>
    public static async Task<double> CommitsAsync(string database, int count, int connections, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using (var create = source.CreateCommand("CREATE TABLE IF NOT EXISTS raw (id uuid PRIMARY KEY, body bytea NOT NULL)"))
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        var left = count;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var insert = new NpgsqlCommand("INSERT INTO raw (id, body) VALUES ($1, $2)", connection) { Parameters = { new NpgsqlParameter<Guid>(), new NpgsqlParameter<byte[]> { TypedValue = Body } } };
            await insert.PrepareAsync(cancellationToken);
            while (Interlocked.Decrement(ref left) >= 0)
            {
                ((NpgsqlParameter<Guid>)insert.Parameters[0]).TypedValue = Guid.CreateVersion7();
                await insert.ExecuteNonQueryAsync(cancellationToken);
            }
        }));
        return count / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Persistent messages to one quorum queue, each confirmed, so many on their way at once as in a batch of the relay.</summary>
    /// <returns>Confirmed messages per second.</returns>
    public static async Task<double> PublishesAsync(Uri broker, int count, int batch, CancellationToken cancellationToken)
    {
        const string Queue = "raw";
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellationToken);
        var properties = new BasicProperties { Persistent = true };
        var clock = Stopwatch.StartNew();
        for (var sent = 0; sent < count; sent += batch)
        {
            await Task.WhenAll(Enumerable.Range(0, batch).Select(_ => channel.BasicPublishAsync("", Queue, mandatory: true, properties, Body, cancellationToken).AsTask()));
        }

        var rate = count / clock.Elapsed.TotalSeconds;
        await channel.QueueDeleteAsync(Queue, cancellationToken: cancellationToken);
        return rate;
    }
}
