using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Metropool.Messaging.Outbox;

/// <summary>A message as the relay takes it from the outbox.</summary>
internal sealed record PendingMessage(long Id, Guid MessageId, string Exchange, string ContentType, IReadOnlyDictionary<string, string?> Headers, byte[] Body, DateTimeOffset CreatedAt, int Refusals);

/// <summary>A message that the broker refused.</summary>
internal sealed record RefusedMessage(PendingMessage Message, string Reason);

/// <summary>How the outbox stands.</summary>
/// <param name="Pending">Messages that await the broker.</param>
/// <param name="Parked">Messages that the broker refused too often.</param>
/// <param name="OldestCreatedAt">When the oldest that awaits the broker was written, or null when there is none.</param>
internal sealed record OutboxState(long Pending, long Parked, DateTimeOffset? OldestCreatedAt);

/// <summary>The outbox table, in SQL: no tracked entities, two round trips for a batch.</summary>
internal sealed class OutboxStore(MessagingDatabase database, TimeProvider clock)
{
    private const string Take =
        """
        SELECT id, message_id, exchange, content_type, headers, body, created_at, refusals
        FROM outbox_messages WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
        """;

    private const string State =
        "SELECT count(*) FILTER (WHERE due_at IS NOT NULL), count(*) FILTER (WHERE due_at IS NULL), min(created_at) FILTER (WHERE due_at IS NOT NULL) FROM outbox_messages";

    /// <summary>
    /// Takes what is due, oldest first. Nobody else takes it until the batch is disposed; what wasn't completed by then is due again,
    /// also when this process dies.
    /// </summary>
    public async Task<OutboxBatch> TakeAsync(int atMost, CancellationToken cancellationToken)
    {
        var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(Take, connection, transaction)
            {
                Parameters = { new() { Value = clock.GetUtcNow() }, new() { Value = atMost } },
            };
            var messages = new List<PendingMessage>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                messages.Add(new(
                    reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3),
                    JsonSerializer.Deserialize<Dictionary<string, string?>>(reader.GetFieldValue<byte[]>(4))!,
                    reader.GetFieldValue<byte[]>(5), reader.GetFieldValue<DateTimeOffset>(6), reader.GetInt32(7)));
            }

            return new OutboxBatch(connection, transaction, messages);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>How the outbox stands now.</summary>
    public async Task<OutboxState> ReadStateAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand(State);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt64(0), reader.GetInt64(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(2));
    }

    /// <summary>Makes every parked message due again, as if it had never been refused.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ReleaseAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand("UPDATE outbox_messages SET due_at = $1, refusals = 0 WHERE due_at IS NULL");
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Messages taken from the outbox, in a transaction that ends with the batch.</summary>
internal sealed class OutboxBatch(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<PendingMessage> messages) : IAsyncDisposable
{
    public IReadOnlyList<PendingMessage> Messages => messages;

    /// <summary>Deletes what the broker has confirmed and puts back what it refused, to be tried again at the time given, or parked where there is none.</summary>
    public async Task CompleteAsync(IEnumerable<PendingMessage> confirmed, IReadOnlyCollection<(RefusedMessage Refused, DateTimeOffset? NextTry)> refused, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                // Nobody waits for the disk here: what a crash of the database brings back is sent once more, and handled once.
                new("SET LOCAL synchronous_commit TO off"),
                new("DELETE FROM outbox_messages WHERE id = ANY ($1)") { Parameters = { new() { Value = confirmed.Select(message => message.Id).ToArray() } } },
            },
        };
        foreach (var (refusal, nextTry) in refused)
        {
            batch.BatchCommands.Add(new("UPDATE outbox_messages SET refusals = refusals + 1, last_refusal = $2, due_at = $3 WHERE id = $1")
            {
                Parameters =
                {
                    new() { Value = refusal.Message.Id },
                    new() { Value = refusal.Reason },
                    new() { Value = (object?)nextTry ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
