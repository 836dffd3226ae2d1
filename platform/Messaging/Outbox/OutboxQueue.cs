using Metropool.Messaging.Queues;
using Npgsql;

namespace Metropool.Messaging.Outbox;

/// <summary>A message as the relay reads it from the outbox.</summary>
internal sealed record PendingMessage(
    long Id, Guid MessageId, string Exchange, string ContentType, string Headers, byte[] Body, DateTimeOffset CreatedAt, int Refusals);

/// <summary>The state of the outbox.</summary>
/// <param name="Pending">The number of messages that wait to be sent.</param>
/// <param name="Parked">The number of messages that the broker refused too often.</param>
/// <param name="OldestCreatedAt">When the oldest message that waits was written; null when none waits.</param>
internal sealed record OutboxState(long Pending, long Parked, DateTimeOffset? OldestCreatedAt);

/// <summary>The outbox table, in SQL: no tracked entities, and two round trips for a batch.</summary>
internal sealed class OutboxQueue(MessagingDatabase database, TimeProvider clock) : LeasedQueue<long, PendingMessage>(
    database, clock, "outbox_messages", "id", "id, message_id, exchange, content_type, headers, body, created_at, refusals")
{
    private const string State =
        """
        SELECT count(*) FILTER (WHERE due_at IS NOT NULL), count(*) FILTER (WHERE due_at IS NULL), min(created_at) FILTER (WHERE due_at IS NOT NULL)
        FROM outbox_messages
        """;

    /// <summary>After a crash of the database, a deleted event can reappear. It is sent again, and the inbox of each consumer ignores it.</summary>
    protected override bool FlushesToDisk => false;

    /// <summary>Reads the state of the outbox.</summary>
    public async Task<OutboxState> ReadStateAsync(CancellationToken cancellationToken)
    {
        await using var command = Source.CreateCommand(State);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var oldest = await reader.IsDBNullAsync(2, cancellationToken) ? (DateTimeOffset?)null : reader.GetFieldValue<DateTimeOffset>(2);
        return new(reader.GetInt64(0), reader.GetInt64(1), oldest);
    }

    /// <summary>Releases every parked message: it is sent again, as if it had never been refused.</summary>
    /// <returns>The number of messages.</returns>
    public async Task<int> ReleaseParkedAsync(CancellationToken cancellationToken)
    {
        await using var command = Source.CreateCommand("UPDATE outbox_messages SET due_at = $1, refusals = 0 WHERE due_at IS NULL");
        command.Parameters.Add(new() { Value = Clock.GetUtcNow() });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected override long KeyOf(PendingMessage message) => message.Id;

    protected override PendingMessage Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
        reader.GetFieldValue<byte[]>(5), reader.GetFieldValue<DateTimeOffset>(6), reader.GetInt32(7));
}
