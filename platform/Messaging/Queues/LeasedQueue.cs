using Npgsql;
using NpgsqlTypes;

namespace Metropool.Messaging.Queues;

/// <summary>
/// A table from which messages are sent, such as the outbox. A sender leases rows in one short statement, sends their messages while no transaction is open
/// and no row is locked, and then deletes, postpones or releases the rows. A lease ends by itself, so that another process sends what a killed process had
/// leased. A message whose lease ended while it was being sent is sent twice; receivers recognise it by its id.
/// </summary>
/// <remarks>
/// The columns <c>due_at</c> (when a row may be sent; null while it is parked) and <c>leased_until</c> (null while no process sends it) tell an operator
/// whether a row waits, is being sent or is parked.
/// </remarks>
internal abstract class LeasedQueue<TKey, TMessage>(MessagingDatabase database, TimeProvider clock, string table, string key, string columns)
    where TKey : struct
{
    private readonly string _lease =
        $"""
        UPDATE {table} SET leased_until = $2
        WHERE {key} = ANY (ARRAY(
            SELECT {key} FROM {table} WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)
            ORDER BY due_at, {key} LIMIT $3 FOR UPDATE SKIP LOCKED))
        RETURNING {columns}
        """;

    private readonly string _delete = $"DELETE FROM {table} WHERE {key} = ANY ($1)";

    private readonly string _postpone =
        $"UPDATE {table} SET refusals = refusals + 1, last_refusal = $3, due_at = $4, leased_until = NULL WHERE {key} = $1 AND leased_until = $2";

    private readonly string _release = $"UPDATE {table} SET leased_until = NULL WHERE {key} = ANY ($1) AND leased_until = $2";

    /// <summary>
    /// Whether commits are flushed to disk. If not, messages that were sent can reappear after a crash of the database: only for receivers that ignore a copy.
    /// </summary>
    protected virtual bool FlushesToDisk => true;

    protected NpgsqlDataSource Source => database.Source;

    protected TimeProvider Clock => clock;

    /// <summary>Leases the messages that are due and that no other process has leased, oldest first.</summary>
    public async Task<Lease<TMessage>> LeaseAsync(int limit, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var until = now + duration;
        await using var batch = CreateBatch();
        batch.BatchCommands.Add(new(_lease) { Parameters = { new() { Value = now }, new() { Value = until }, new() { Value = limit } } });
        var messages = new List<TMessage>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (batch.BatchCommands.Count > 1)
        {
            // Skips the result of the setting that CreateBatch put first.
            await reader.NextResultAsync(cancellationToken);
        }

        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add(Read(reader));
        }

        // An UPDATE returns its rows in no particular order.
        return new(until, [.. messages.OrderBy(KeyOf)]);
    }

    /// <summary>
    /// Ends a lease: deletes what was sent, postpones or parks what was refused, and releases the rest. What another process has leased since then, or an
    /// erasure has deleted, is left alone.
    /// </summary>
    public async Task CompleteAsync(
        Lease<TMessage> lease, IReadOnlyCollection<TMessage> sent, IReadOnlyCollection<Refused<TMessage>> refused, CancellationToken cancellationToken)
    {
        TKey[] deleted = [.. sent.Select(KeyOf)];
        TKey[] released = [.. lease.Messages.Select(KeyOf).Except(deleted).Except(refused.Select(refusal => KeyOf(refusal.Message)))];
        await using var batch = CreateBatch();
        if (deleted.Length > 0)
        {
            batch.BatchCommands.Add(new(_delete) { Parameters = { new() { Value = deleted } } });
        }

        foreach (var (message, reason, next) in refused)
        {
            batch.BatchCommands.Add(new(_postpone)
            {
                Parameters =
                {
                    new() { Value = KeyOf(message) },
                    new() { Value = lease.Until },
                    new() { Value = reason },
                    new() { Value = (object?)next ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                },
            });
        }

        if (released.Length > 0)
        {
            batch.BatchCommands.Add(new(_release) { Parameters = { new() { Value = released }, new() { Value = lease.Until } } });
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    protected abstract TKey KeyOf(TMessage message);

    protected abstract TMessage Read(NpgsqlDataReader reader);

    // The statements of a batch are one transaction and one round trip.
    private NpgsqlBatch CreateBatch()
    {
        var batch = Source.CreateBatch();
        if (!FlushesToDisk)
        {
            batch.BatchCommands.Add(new("SELECT set_config('synchronous_commit', 'off', true)"));
        }

        return batch;
    }
}
