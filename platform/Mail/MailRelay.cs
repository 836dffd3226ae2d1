using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;

namespace Metropool.Mail;

/// <summary>
/// Sends what is in the table, oldest first. Replicas share the work: one takes a message for a while, and no transaction is open while the server is asked.
/// A server that is away pauses it and is no message's fault; a message with which the connection broke is tried again after the others, so that none blocks them.
/// One that the server refuses is tried again later, and parked in the end. After a crash between sending a message and deleting it, it is sent twice, with the same
/// Message-ID: better than not at all.
/// </summary>
public sealed partial class MailRelay<TDbContext> : BackgroundService, IHealthCheck
    where TDbContext : DbContext
{
    private const int MostAtOnce = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPauseOfMessage = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPauseOfMessage = TimeSpan.FromHours(4);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
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
        : _metrics.State?.WaitsAt(_time.GetUtcNow()) > LongestWait ? HealthCheckResult.Degraded($"Mail that is due waits for more than {LongestWait.TotalMinutes:0} minutes.")
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
            if (sent == MostAtOnce || !await SendOneAsync(db, scope.ServiceProvider.GetService<IUndeliverableMailHandler>(), session, cancellationToken))
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

    /// <summary>What is of no use any more and still has a text.</summary>
    internal static IQueryable<OutgoingMail> Useless(IQueryable<OutgoingMail> mails, DateTimeOffset now) => mails.Where(mail => mail.UselessAfter < now && mail.Text != null);

    /// <summary>What awaits the server.</summary>
    internal static IQueryable<OutgoingMail> Pending(IQueryable<OutgoingMail> mails) => mails.Where(mail => mail.DueAt != null);

    /// <summary>What an operator can release.</summary>
    internal static IQueryable<OutgoingMail> Parked(IQueryable<OutgoingMail> mails) => mails.Where(mail => mail.ParkedAt != null && mail.Text != null);

    // Longer than the server may take over one: each of its answers has a time of its own.
    private TimeSpan Lease => _settings.AnswerTime * 10;

    // One at a time. Whoever takes it moves the time at which it is due: no other replica takes it meanwhile, and after a crash, or where the connection broke, it is due again.
    private async Task<bool> SendOneAsync(TDbContext db, IUndeliverableMailHandler? handler, IMailSession session, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var mail = (await db.Set<OutgoingMail>()
            .FromSql(
                $"""
                UPDATE outgoing_mail SET due_at = {now + Lease}
                WHERE mail_id = (SELECT mail_id FROM outgoing_mail WHERE due_at <= {now} ORDER BY due_at, mail_id LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING *
                """)
            .AsNoTracking().ToListAsync(cancellationToken)).SingleOrDefault();
        if (mail is null)
        {
            return false;
        }

        try
        {
            await session.SendAsync(new(mail.MailId, mail.Recipient!, mail.Subject!, mail.Text!, mail.CreatedAt), cancellationToken);
        }
        catch (MailServerAwayException e)
        {
            LogInterrupted(mail.MailId, mail.Kind, e.Message);
            throw;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await RefusedAsync(db, handler, mail, e as MailRefusedException ?? new(e.GetType().Name, isForEver: false), now, cancellationToken);
            return true;
        }

        // Sent is sent: also where the process stops now.
        await db.Set<OutgoingMail>().Where(sent => sent.MailId == mail.MailId).ExecuteDeleteAsync(CancellationToken.None);
        _metrics.Sent();
        return true;
    }

    private async Task RefusedAsync(
        TDbContext db, IUndeliverableMailHandler? handler, OutgoingMail mail, MailRefusedException refusal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _metrics.Refused();
        var pause = FirstPauseOfMessage * Math.Pow(2, Math.Min(mail.Refusals, 20));
        var next = now + (pause < LongestPauseOfMessage ? pause : LongestPauseOfMessage);
        var isParked = refusal.IsForEver || next > mail.TriedSince + _settings.TryFor;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (isParked && handler is not null)
        {
            await handler.HandleAsync(mail, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        // Unless another replica has it by now, or somebody discarded it.
        var noted = await db.Set<OutgoingMail>().Where(refused => refused.MailId == mail.MailId && refused.DueAt == mail.DueAt).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Refusals, m => m.Refusals + 1).SetProperty(m => m.LastRefusal, refusal.Message)
                .SetProperty(m => m.DueAt, isParked ? null : next).SetProperty(m => m.ParkedAt, isParked ? now : null),
            cancellationToken);
        if (noted == 0)
        {
            return;
        }

        await transaction.CommitAsync(cancellationToken);
        if (isParked)
        {
            LogParked(mail.MailId, mail.Kind, mail.Refusals + 1, refusal.Message);
        }
    }

    // A link that has ended is no longer worth sending, and no longer worth keeping.
    private async Task GiveUpAsync(TDbContext db, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        await Useless(db.Set<OutgoingMail>(), now).ExecuteUpdateAsync(
            set => set.SetProperty(mail => mail.DueAt, (DateTimeOffset?)null).SetProperty(mail => mail.Recipient, (string?)null).SetProperty(mail => mail.Subject, (string?)null)
                .SetProperty(mail => mail.Text, (string?)null).SetProperty(mail => mail.ParkedAt, mail => mail.ParkedAt ?? now).SetProperty(mail => mail.LastRefusal, mail => mail.LastRefusal ?? "too late"),
            cancellationToken);
    }

    private async Task LookAsync(bool purge, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var mails = scope.ServiceProvider.GetRequiredService<TDbContext>().Set<OutgoingMail>();
        _metrics.State = new(
            await Pending(mails).LongCountAsync(cancellationToken), await Parked(mails).LongCountAsync(cancellationToken), await Pending(mails).MinAsync(mail => mail.DueAt, cancellationToken));
        if (purge)
        {
            var forgotten = _time.GetUtcNow() - Kept;
            await mails.Where(mail => mail.Text == null && mail.ParkedAt < forgotten).ExecuteDeleteAsync(cancellationToken);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {MailId} ({Kind}) was not sent, and is tried again after the others: {Reason}")]
    private partial void LogInterrupted(Guid mailId, string kind, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {MailId} ({Kind}) is parked: the mail server refused it {Refusals} times, last with {Reason}.")]
    private partial void LogParked(Guid mailId, string kind, int refusals, string reason);
}
