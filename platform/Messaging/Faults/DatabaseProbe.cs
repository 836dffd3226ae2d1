using Microsoft.Extensions.Logging;
using Npgsql;

namespace Metropool.Messaging.Faults;

/// <summary>Asks the database whether it is there, for all consumers that wonder at once.</summary>
internal sealed partial class DatabaseProbe(MessagingDatabase database, MessagingSettings settings, TimeProvider clock, ILogger<DatabaseProbe> logger)
{
    private readonly Lock _lock = new();
    private Task<bool>? _asking;

    /// <summary>How often in a row the database did not answer.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether somebody asked and the database has not answered since.</summary>
    public bool IsAway => Failures > 0;

    /// <summary>Returns when the database answers.</summary>
    /// <returns>Whether it was away: false when it answered at once.</returns>
    public Task<bool> WaitUntilThereAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // Asked on behalf of everyone who waits, so that no single message's cancellation ends it; it ends by itself when the database answers.
            if (_asking is not { IsCompleted: false })
            {
                _asking = Task.Run(AskAsync, CancellationToken.None);
            }

            return _asking.WaitAsync(cancellationToken);
        }
    }

    private async Task<bool> AskAsync()
    {
        // Connections that a restart has cut are still in the pool, and each would fail one message more.
        database.ClearConsumersPool();
        while (true)
        {
            try
            {
                await database.AskAsync();
                var wasAway = IsAway;
                if (wasAway)
                {
                    Failures = 0;
                    LogBack();
                }

                return wasAway;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                if (!IsAway)
                {
                    LogAway(e.Message);
                }

                await Task.Delay(Pause(Failures++), clock);
            }
        }
    }

    private TimeSpan Pause(int failures)
    {
        var doubling = TimeSpan.FromMilliseconds(100 * Math.Pow(2, Math.Min(failures, 10)));
        return doubling < settings.LongestPause ? doubling : settings.LongestPause;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Consumers wait for the database: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database is back; consumers go on.")]
    private partial void LogBack();
}
