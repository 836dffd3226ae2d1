using Metropool.Jobs;

namespace Metropool.Messaging.Inbox;

/// <summary>Deletes inbox rows of messages that were handled so long ago that no copy of them can still arrive.</summary>
internal sealed class InboxCleanupJob(MessagingDatabase database, MessagingSettings settings, TimeProvider clock) : IJob
{
    /// <summary>Small batches, so that consumers don't wait long for row locks.</summary>
    internal const int BatchSize = 1000;

    public static string Name => "delete old inbox rows";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var total = 0;
        int deleted;
        do
        {
            await using var command = database.Source.CreateCommand(
                "DELETE FROM inbox_messages WHERE ctid = ANY (ARRAY(SELECT ctid FROM inbox_messages WHERE consumed_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))");
            command.Parameters.Add(new() { Value = clock.GetUtcNow() - settings.InboxRetention });
            command.Parameters.Add(new() { Value = BatchSize });
            deleted = await command.ExecuteNonQueryAsync(cancellationToken);
            total += deleted;
        }
        while (deleted == BatchSize);

        return total;
    }
}
