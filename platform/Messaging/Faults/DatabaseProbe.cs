using Metropool.Messaging.Queues;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Metropool.Messaging.Faults;

/// <summary>Probes the database after failures, once for all consumers.</summary>
internal sealed partial class DatabaseProbe(MessagingDatabase database, MessagingSettings settings, TimeProvider clock, ILogger<DatabaseProbe> logger)
{
    private readonly Backoff _backoff = new(settings.InitialRetryDelay, settings.MaxRetryDelay);
    private readonly Lock _lock = new();
    private Task<bool>? _probe;

    /// <summary>The number of failed probes in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether the last probe failed.</summary>
    public bool IsUnavailable => Failures > 0;

    /// <summary>Waits until the database responds.</summary>
    /// <returns>Whether it was unavailable: false where it responded at once.</returns>
    public Task<bool> WaitUntilAvailableAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // Shared by all consumers, so that the cancellation of one message doesn't end it.
            if (_probe is not { IsCompleted: false })
            {
                _probe = Task.Run(ProbeAsync, CancellationToken.None);
            }

            return _probe.WaitAsync(cancellationToken);
        }
    }

    private async Task<bool> ProbeAsync()
    {
        // After a restart the pool has broken connections, each of which would make another message fail.
        database.ClearConsumersPool();
        while (true)
        {
            try
            {
                await database.ProbeAsync();
                var wasUnavailable = IsUnavailable;
                if (wasUnavailable)
                {
                    Failures = 0;
                    LogAvailable();
                }

                return wasUnavailable;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                if (!IsUnavailable)
                {
                    LogUnavailable(e.Message);
                }

                await Task.Delay(_backoff.After(++Failures), clock);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Consumers wait for the database: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database is available again. Consumers continue.")]
    private partial void LogAvailable();
}
