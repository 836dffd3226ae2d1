using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;

namespace Metropool.Mail;

/// <summary>
/// Sends what is in the table, oldest first. Replicas share the work. A server that is away pauses it and is no message's fault; a message that the server
/// refuses is tried again later, and parked in the end. After a crash between sending and noting it, a message is sent twice, with the same Message-ID: better than not at all.
/// </summary>
public sealed partial class MailRelay<TDbContext> : BackgroundService, IHealthCheck
    where TDbContext : DbContext
{
    private const int MostAtOnce = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPauseOfMessage = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPauseOfMessage = TimeSpan.FromHours(4);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private readonly IServiceScopeFactory _scopes;
    private readonly IMailer _mailer;
    private readonly MailMetrics _metrics;
    private readonly MailSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<MailRelay<TDbContext>> _logger;
    private volatile string? _pausedBecause;
    private int _failures;

    internal MailRelay(IServiceScopeFactory scopes, IMailer mailer, MailMetrics metrics, MailSettings settings, TimeProvider time, ILogger<MailRelay<TDbContext>> logger) =>
        (_scopes, _mailer, _metrics, _settings, _time, _logger) = (scopes, mailer, metrics, settings, time, logger);

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        _pausedBecause is { } reason ? HealthCheckResult.Degraded($"Mail waits: {reason}")
        : _metrics.State is { Parked: > 0 and var parked } ? HealthCheckResult.Degraded($"{parked} messages could not be delivered and are parked.")
        : HealthCheckResult.Healthy());

    /// <summary>Sends what is due now, a batch at a time.</summary>
    /// <returns>How many messages the server has taken.</returns>
    /// <exception cref="MailServerAwayException">The server is away. What it had taken by then is noted.</exception>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDbContext>();
        await GiveUpAsync(db, cancellationToken);
        if (!await db.Set<OutgoingMail>().AnyAsync(mail => mail.DueAt <= _time.GetUtcNow(), cancellationToken))
        {
            return 0;
        }

        await using var session = await _mailer.ConnectAsync(cancellationToken);
        for (var sent = 0; ; sent++)
        {
            if (sent == MostAtOnce || !await SendOneAsync(db, session, cancellationToken))
            {
                return sent;
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var purgedAt = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Interval;
            try
            {
                using var untraced = SuppressInstrumentationScope.Begin();
                await SendDueAsync(stoppingToken);
                await LookAsync(purge: _time.GetUtcNow() - purgedAt > TimeSpan.FromHours(1), stoppingToken);
                purgedAt = _time.GetUtcNow() - purgedAt > TimeSpan.FromHours(1) ? _time.GetUtcNow() : purgedAt;
                Resume();
            }
            catch (MailServerAwayException e)
            {
                pause = Pause(e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested && e is not OperationCanceledException)
            {
                // The database's own health check says so too; a fault of ours must not end the sending for good.
                pause = Pause(e.GetBaseException() is PostgresException or NpgsqlException ? "The database is away." : e.GetType().Name);
            }

            await Task.Delay(pause, _time, stoppingToken);
        }
    }

    // One at a time, each in a transaction of its own that holds the row: no other replica takes it, and a crash leaves it due.
    private async Task<bool> SendOneAsync(TDbContext db, IMailSession session, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = _time.GetUtcNow();
        var mail = (await db.Set<OutgoingMail>()
            .FromSql($"SELECT * FROM outgoing_mail WHERE due_at <= {now} ORDER BY due_at, mail_id LIMIT 1 FOR UPDATE SKIP LOCKED")
            .AsNoTracking().ToListAsync(cancellationToken)).SingleOrDefault();
        if (mail is null)
        {
            return false;
        }

        try
        {
            await session.SendAsync(new(mail.MailId, mail.Recipient!, mail.Subject!, mail.Text!, mail.CreatedAt), cancellationToken);
            await db.Database.ExecuteSqlAsync(
                $"UPDATE outgoing_mail SET sent_at = {now}, due_at = NULL, recipient = NULL, subject = NULL, text = NULL WHERE mail_id = {mail.MailId}", cancellationToken);
            _metrics.Sent();
        }
        catch (MailRefusedException e)
        {
            await RefusedAsync(db, mail, e, now, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task RefusedAsync(TDbContext db, OutgoingMail mail, MailRefusedException refusal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _metrics.Refused();
        var pause = FirstPauseOfMessage * Math.Pow(2, Math.Min(mail.Refusals, 20));
        var next = now + (pause < LongestPauseOfMessage ? pause : LongestPauseOfMessage);
        if (refusal.IsForEver || next > mail.CreatedAt + _settings.TryFor)
        {
            LogParked(mail.MailId, mail.Kind, mail.Refusals + 1, refusal.Message);
            await db.Database.ExecuteSqlAsync(
                $"UPDATE outgoing_mail SET refusals = refusals + 1, last_refusal = {refusal.Message}, parked_at = {now}, due_at = NULL WHERE mail_id = {mail.MailId}", cancellationToken);
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"UPDATE outgoing_mail SET refusals = refusals + 1, last_refusal = {refusal.Message}, due_at = {next} WHERE mail_id = {mail.MailId}", cancellationToken);
    }

    // A link that has ended is no longer worth sending, and no longer worth keeping.
    private async Task GiveUpAsync(TDbContext db, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE outgoing_mail SET due_at = NULL, recipient = NULL, subject = NULL, text = NULL, parked_at = coalesce(parked_at, {now}), last_refusal = coalesce(last_refusal, 'too late') WHERE useless_after < {now} AND text IS NOT NULL",
            cancellationToken);
    }

    private async Task LookAsync(bool purge, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var mails = scope.ServiceProvider.GetRequiredService<TDbContext>().Set<OutgoingMail>();
        _metrics.State = new(
            await mails.LongCountAsync(mail => mail.DueAt != null, cancellationToken),
            await mails.LongCountAsync(mail => mail.ParkedAt != null && mail.Text != null, cancellationToken));
        if (purge)
        {
            var forgotten = _time.GetUtcNow() - Kept;
            await mails.Where(mail => mail.DueAt == null && mail.CreatedAt < forgotten).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private TimeSpan Pause(string reason)
    {
        if (_pausedBecause != reason)
        {
            LogPaused(reason);
        }

        _pausedBecause = reason;
        var pause = Interval * Math.Pow(2, Math.Min(_failures++, 20));
        return pause < LongestPause ? pause : LongestPause;
    }

    private void Resume()
    {
        if (_pausedBecause is not null)
        {
            LogResumed();
        }

        (_failures, _pausedBecause) = (0, null);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail waits: {Reason}")]
    private partial void LogPaused(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Mail is sent again.")]
    private partial void LogResumed();

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {MailId} ({Kind}) is parked: the mail server refused it {Refusals} times, last with {Reason}.")]
    private partial void LogParked(Guid mailId, string kind, int refusals, string reason);
}
