using Metropool.Hosting;
using Metropool.Messaging.Queues;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace Metropool.Mail;

/// <summary>
/// Sends outgoing mail, oldest first, one message at a time. Every process of a service runs a relay, and leases keep them from sending the same message. A
/// mail server that is unavailable pauses the relay. A message that the server refuses is tried again later, and parked in the end. After a crash between
/// sending a message and deleting it, it is sent twice with the same Message-ID.
/// </summary>
internal sealed partial class MailRelay<TDbContext>(
    IServiceScopeFactory scopes,
    IMailer mailer,
    MailQueue queue,
    MailMetrics metrics,
    MailSettings settings,
    TimeProvider clock,
    ILogger<MailRelay<TDbContext>> logger)
    : RelayService(new(Interval, TimeSpan.FromMinutes(5)), clock, logger), IHealthCheck
    where TDbContext : DbContext
{
    private const int MessagesPerConnection = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly Backoff RefusalBackoff = new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(4));

    private readonly TimeProvider _clock = clock;
    private readonly ILogger _logger = logger;

    // Each command of SMTP has its own timeout. A message that takes longer than this is interrupted, well before its lease ends.
    private readonly TimeSpan _longestSend = settings.AnswerTime * 5;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        PausedBecause is { } reason ? HealthCheckResult.Degraded($"Mail is not sent: {reason}")
        : metrics.State?.DelayAt(_clock.GetUtcNow()) > LongestWait
            ? HealthCheckResult.Degraded($"Mail has been due for more than {LongestWait.TotalMinutes:0} minutes.")
        : HealthCheckResult.Healthy());

    /// <summary>Sends the messages that are due, as many as one connection is used for.</summary>
    /// <returns>The number of messages that were sent or refused.</returns>
    /// <exception cref="MailServerUnavailableException">The server is unavailable. What it has accepted is deleted.</exception>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<TDbContext>(), _clock.GetUtcNow());
        await GiveUpExpiredAsync(db, now, cancellationToken);
        if (!await db.Set<OutgoingMail>().AnyAsync(mail => mail.DueAt <= now && (mail.LeasedUntil == null || mail.LeasedUntil <= now), cancellationToken))
        {
            return 0;
        }

        await using var session = await mailer.ConnectAsync(cancellationToken);
        var count = 0;
        while (count < MessagesPerConnection && await SendNextAsync(scope.ServiceProvider, session, cancellationToken))
        {
            count++;
        }

        return count;
    }

    protected override async Task SendAllAsync(CancellationToken cancellationToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        while (await SendDueAsync(cancellationToken) == MessagesPerConnection)
        {
            // There may be more.
        }
    }

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _clock, cancellationToken);

    protected override string? DescribeOutage(Exception exception) => exception switch
    {
        MailServerUnavailableException => exception.Message,
        _ when IsDatabaseFailure(exception) => "The database is unavailable.",
        _ => null,
    };

    private async Task<bool> SendNextAsync(IServiceProvider services, IMailSession session, CancellationToken cancellationToken)
    {
        var lease = await queue.LeaseAsync(1, _longestSend * 2, cancellationToken);
        if (lease.Messages is not [var mail])
        {
            return false;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = _clock.CreateTimer(_ => timeout.Cancel(), null, _longestSend, Timeout.InfiniteTimeSpan);
        try
        {
            await session.SendAsync(mail.Message, timeout.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await queue.CompleteAsync(lease, [], [], CancellationToken.None);
            throw;
        }
        catch (Exception e) when (e is MailServerUnavailableException or OperationCanceledException)
        {
            // It remains leased, so that other messages are sent first: this message may be what breaks the connection.
            var interruption = e as MailServerUnavailableException ?? new("The mail server takes too long.", e);
            LogInterrupted(_logger, mail.Message.Id, mail.Kind, interruption.Message);
            throw interruption;
        }
        catch (Exception e)
        {
            await RefuseAsync(services, lease, e as MailRefusedException ?? new(e.GetType().Name, isPermanent: false), cancellationToken);
            return true;
        }

        // Also when the process is stopping: the message is sent.
        await queue.CompleteAsync(lease, [mail], [], CancellationToken.None);
        metrics.RecordSent();
        return true;
    }

    private async Task RefuseAsync(IServiceProvider services, Lease<PendingMail> lease, MailRefusedException refusal, CancellationToken cancellationToken)
    {
        metrics.RecordRefused();
        var mail = lease.Messages[0];
        var next = _clock.GetUtcNow() + RefusalBackoff.After(mail.Refusals + 1);
        if (!refusal.IsPermanent && next <= mail.TriedSince + settings.TryFor)
        {
            await queue.CompleteAsync(lease, [], [new(mail, refusal.Message, next)], cancellationToken);
        }
        else if (await ParkAsync(services, mail.Message.Id, lease.Until, refusal.Message, cancellationToken))
        {
            LogParked(_logger, mail.Message.Id, mail.Kind, mail.Refusals + 1, refusal.Message);
        }
    }

    // False where another process has leased the message since then, or it was deleted.
    private async Task<bool> ParkAsync(IServiceProvider services, Guid mailId, DateTimeOffset leasedUntil, string reason, CancellationToken cancellationToken)
    {
        var (db, parked) = (services.GetRequiredService<TDbContext>(), false);
        await db.InTransactionAsync(
            async token =>
            {
                var leased = db.Set<OutgoingMail>().Where(mail => mail.MailId == mailId && mail.LeasedUntil == leasedUntil);
                var mail = await leased.AsNoTracking().SingleOrDefaultAsync(token);
                parked = await leased.ExecuteUpdateAsync(
                    set => set.SetProperty(m => m.Refusals, m => m.Refusals + 1).SetProperty(m => m.LastRefusal, reason)
                        .SetProperty(m => m.DueAt, (DateTimeOffset?)null).SetProperty(m => m.LeasedUntil, (DateTimeOffset?)null)
                        .SetProperty(m => m.ParkedAt, _clock.GetUtcNow()),
                    token) == 1;
                if (parked && services.GetService<IUndeliverableMailHandler>() is { } handler)
                {
                    await handler.HandleAsync(mail!, token);
                }
            },
            cancellationToken);
        db.ChangeTracker.Clear();
        return parked;
    }

    // A message whose link has expired is no longer sent, and its text is deleted.
    private static Task<int> GiveUpExpiredAsync(TDbContext db, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<OutgoingMail>().Expired(now).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.DueAt, (DateTimeOffset?)null).SetProperty(m => m.LeasedUntil, (DateTimeOffset?)null)
                .SetProperty(m => m.Recipient, (string?)null).SetProperty(m => m.Subject, (string?)null).SetProperty(m => m.Text, (string?)null)
                .SetProperty(m => m.ParkedAt, m => m.ParkedAt ?? now).SetProperty(m => m.LastRefusal, m => m.LastRefusal ?? "expired"),
            cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {MailId} ({Kind}) was not sent, and is tried again after the others. Reason: {Reason}")]
    private static partial void LogInterrupted(ILogger logger, Guid mailId, string kind, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Mail {MailId} ({Kind}) was parked: the mail server refused it {Refusals} times. Last reason: {Reason}")]
    private static partial void LogParked(ILogger logger, Guid mailId, string kind, int refusals, string reason);
}
