using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Metropool.Messaging.Outbox;

/// <summary>
/// Sends what the outbox holds, oldest first. Every process of a service runs one; they share the work by skipping rows that another has taken.
/// A broker or database that is away pauses it and is nobody's fault; a message that the broker refuses is tried again later, and parked in the end,
/// without holding up the others.
/// </summary>
internal sealed partial class OutboxRelay(
    OutboxStore store, BrokerPublisher broker, OutboxSignal signal, OutboxMetrics metrics, MessagingSettings settings, TimeProvider clock, ILogger<OutboxRelay> logger)
    : BackgroundService
{
    /// <summary>How often in a row it could not do its work because the broker or the database was away.</summary>
    public int Failures { get; private set; }

    /// <summary>Why the relay pauses, or null when it doesn't.</summary>
    public string? PausedBecause { get; private set; } = "The broker has not been reached yet.";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RelayAsync(stoppingToken) == settings.BatchSize)
                {
                    // A full batch: there may be more.
                }

                Resume();
                await signal.WaitAsync(settings.PollInterval, stoppingToken);
            }
            catch (Exception e) when (e is BrokerUnavailableException or NpgsqlException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                await Task.Delay(Pause(e), clock, stoppingToken);
            }
        }
    }

    /// <summary>Sends one batch.</summary>
    /// <returns>How many messages it held.</returns>
    /// <exception cref="BrokerUnavailableException">The broker is away or takes no messages. What it had confirmed by then is done.</exception>
    /// <exception cref="NpgsqlException">The database is away. What the broker has confirmed is sent again.</exception>
    public async Task<int> RelayAsync(CancellationToken cancellationToken)
    {
        await broker.ConnectAsync(cancellationToken);
        await using var batch = await store.TakeAsync(settings.BatchSize, cancellationToken);
        if (batch.Messages.Count == 0)
        {
            return 0;
        }

        var outcome = await broker.PublishAsync(batch.Messages, cancellationToken);
        await batch.CompleteAsync(outcome.Confirmed, [.. outcome.Refused.Select(refused => (refused, NextTry(refused)))], cancellationToken);
        metrics.Delivered(outcome.Confirmed);
        if (outcome.Fault is not null)
        {
            throw outcome.Fault;
        }

        return batch.Messages.Count;
    }

    private DateTimeOffset? NextTry(RefusedMessage refused)
    {
        var (message, reason) = refused;
        var refusals = message.Refusals + 1;
        if (refusals >= settings.RefusalsBeforeParking)
        {
            LogParked(message.MessageId, message.Exchange, refusals, reason);
            metrics.Parked();
            return null;
        }

        return clock.GetUtcNow() + (settings.RefusalPause * Math.Pow(2, message.Refusals));
    }

    private TimeSpan Pause(Exception reason)
    {
        if (Failures == 0)
        {
            LogPaused(reason.Message);
        }

        PausedBecause = reason.Message;
        Failures++;
        var doubling = TimeSpan.FromMilliseconds(100 * Math.Pow(2, Math.Min(Failures, 10)));
        return doubling < settings.LongestPause ? doubling : settings.LongestPause;
    }

    private void Resume()
    {
        if (Failures > 0)
        {
            LogResumed();
        }

        (Failures, PausedBecause) = (0, null);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events wait in the outbox: {Reason}")]
    private partial void LogPaused(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Events are sent again.")]
    private partial void LogResumed();

    [LoggerMessage(Level = LogLevel.Error, Message = "Event {MessageId} of {Exchange} is parked: the broker refused it {Refusals} times, last because: {Reason} Release it with the command release-parked once that is mended.")]
    private partial void LogParked(Guid messageId, string exchange, int refusals, string reason);
}
