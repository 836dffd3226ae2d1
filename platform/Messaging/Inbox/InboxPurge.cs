using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Metropool.Messaging.Inbox;

/// <summary>Forgets messages that were handled so long ago that no copy of them can still be on its way.</summary>
internal sealed partial class InboxPurge(MessagingDatabase database, MessagingSettings settings, TimeProvider clock, ILogger<InboxPurge> logger) : BackgroundService
{
    /// <summary>Small enough that nobody waits for its locks.</summary>
    internal const int BatchSize = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.PurgeInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PurgeAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                LogFailed(e.Message);
            }
        }
    }

    /// <summary>Forgets all of them, in batches.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> PurgeAsync(CancellationToken cancellationToken)
    {
        var total = 0;
        int deleted;
        do
        {
            await using var command = database.Source.CreateCommand(
                "DELETE FROM inbox_messages WHERE ctid = ANY (ARRAY(SELECT ctid FROM inbox_messages WHERE consumed_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))");
            command.Parameters.Add(new() { Value = clock.GetUtcNow() - settings.InboxWindow });
            command.Parameters.Add(new() { Value = BatchSize });
            deleted = await command.ExecuteNonQueryAsync(cancellationToken);
            total += deleted;
        }
        while (deleted == BatchSize);

        return total;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The inbox could not be purged and will be at the next occasion: {Reason}")]
    private partial void LogFailed(string reason);
}
