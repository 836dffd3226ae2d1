using Metropool.Messaging.Queues;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Metropool.Messaging.Outbox;

/// <summary>
/// Sends the events of the outbox, oldest first. Every process of a service runs a relay, and leases keep them from sending the same events. A broker or
/// database that is unavailable pauses the relay. An event that the broker refuses is retried later, and finally parked, without delaying the others.
/// </summary>
/// <remarks>
/// The order of events isn't guaranteed, not even for one aggregate: another process, a refusal or a lease that ends can let a later event overtake an
/// earlier one. Consumers compare versions and never replace a newer state with an older one (ADR 8).
/// </remarks>
internal sealed partial class OutboxRelay(
    OutboxQueue queue,
    BrokerPublisher broker,
    OutboxSignal signal,
    OutboxMetrics metrics,
    MessagingSettings settings,
    TimeProvider clock,
    ILogger<OutboxRelay> logger)
    : RelayService(new(settings.InitialRetryDelay, settings.MaxRetryDelay), clock, logger, "The broker has not been reached yet.")
{
    private readonly Backoff _refusalBackoff = new(settings.InitialRefusalDelay, TimeSpan.FromHours(1));
    private readonly TimeProvider _clock = clock;
    private readonly ILogger _logger = logger;

    /// <summary>Sends one batch. No transaction is open and no row is locked while the broker is awaited.</summary>
    /// <returns>The number of messages in the batch.</returns>
    /// <exception cref="BrokerUnavailableException">The broker is unavailable. What it had confirmed by then is deleted, the rest is released.</exception>
    /// <exception cref="NpgsqlException">The database is unavailable. What the broker has confirmed is sent again when the lease has ended.</exception>
    public async Task<int> SendBatchAsync(CancellationToken cancellationToken)
    {
        await broker.ConnectAsync(cancellationToken);
        var lease = await queue.LeaseAsync(settings.BatchSize, settings.Lease, cancellationToken);
        if (lease.Messages.Count == 0)
        {
            return 0;
        }

        var outcome = await broker.PublishAsync(lease.Messages, cancellationToken);
        var refused = outcome.Refused.Select(refusal => new Refused<PendingMessage>(refusal.Message, refusal.Reason, NextAttemptAt(refusal))).ToList();

        // Also when the process is stopping: the next one would wait for the lease to end, and send again what was confirmed.
        await queue.CompleteAsync(lease, outcome.Confirmed, refused, CancellationToken.None);
        metrics.RecordDelivered(outcome.Confirmed);
        cancellationToken.ThrowIfCancellationRequested();
        if (outcome.Fault is not null)
        {
            throw outcome.Fault;
        }

        return lease.Messages.Count;
    }

    protected override async Task SendAllAsync(CancellationToken cancellationToken)
    {
        while (await SendBatchAsync(cancellationToken) == settings.BatchSize)
        {
            // A full batch: there may be more.
        }
    }

    protected override Task WaitAsync(CancellationToken cancellationToken) => signal.WaitAsync(settings.PollInterval, cancellationToken);

    protected override string? DescribeOutage(Exception exception) =>
        exception is BrokerUnavailableException || IsDatabaseFailure(exception) ? exception.Message : null;

    private DateTimeOffset? NextAttemptAt(RefusedMessage refused)
    {
        var (message, reason) = refused;
        var refusals = message.Refusals + 1;
        if (refusals < settings.RefusalsBeforeParking)
        {
            return _clock.GetUtcNow() + _refusalBackoff.After(refusals);
        }

        LogParked(_logger, message.MessageId, message.Exchange, refusals, reason);
        metrics.RecordParked();
        return null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Event {MessageId} of {Exchange} was parked: the broker refused it {Refusals} times. "
        + "Last reason: {Reason} Release it with the command 'release-parked' once the cause is removed.")]
    private static partial void LogParked(ILogger logger, Guid messageId, string exchange, int refusals, string reason);
}
