using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metropool.Messaging.Queues;

/// <summary>
/// Sends the messages of a queue until the process stops. An exception doesn't end it: after each failure it retries with an increasing delay.
/// </summary>
internal abstract partial class RelayService : BackgroundService
{
    private readonly Backoff _backoff;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private volatile string? _pausedBecause;

    protected RelayService(Backoff backoff, TimeProvider clock, ILogger logger, string? pausedBecause = null) =>
        (_backoff, _clock, _logger, _pausedBecause) = (backoff, clock, logger, pausedBecause);

    /// <summary>The number of failures in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>Why sending is paused; null while it isn't.</summary>
    public string? PausedBecause => _pausedBecause;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the service doesn't wait for the first message.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendAllAsync(stoppingToken);
                Resume();
                await WaitAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Pause(e);
                await Task.Delay(_backoff.After(Failures), _clock, stoppingToken);
            }
        }
    }

    /// <summary>Sends everything that is due.</summary>
    protected abstract Task SendAllAsync(CancellationToken cancellationToken);

    /// <summary>Waits until there may be more to send.</summary>
    protected abstract Task WaitAsync(CancellationToken cancellationToken);

    /// <summary>Describes the outage of a server; null where the exception has another cause, which is logged with its stack.</summary>
    protected abstract string? DescribeOutage(Exception exception);

    /// <summary>Whether the database caused an exception, however EF Core has wrapped it.</summary>
    protected static bool IsDatabaseFailure(Exception? exception) => exception is not null
        && (exception is DbException or TimeoutException || ServiceDatabase.IsLostTransaction(exception) || IsDatabaseFailure(exception.InnerException));

    private void Pause(Exception exception)
    {
        var outage = DescribeOutage(exception);
        var reason = outage ?? $"{exception.GetType().Name}, see the log";
        if (Failures == 0 || reason != _pausedBecause)
        {
            if (outage is null)
            {
                LogFailed(exception);
            }
            else
            {
                LogPaused(outage);
            }
        }

        _pausedBecause = reason;
        Failures++;
    }

    private void Resume()
    {
        if (Failures > 0)
        {
            LogResumed();
        }

        (Failures, _pausedBecause) = (0, null);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending is paused: {Reason}")]
    private partial void LogPaused(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending failed. Retrying.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sending has resumed.")]
    private partial void LogResumed();
}
