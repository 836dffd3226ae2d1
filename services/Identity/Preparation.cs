using Metropool.Http;
using Metropool.Identity.Development;
using Metropool.Identity.Keys;
using Metropool.Identity.Upkeep;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using OpenTelemetry;

namespace Metropool.Identity;

/// <summary>
/// What Identity needs before it can work: keys, clients of our own, and in development demo accounts. Started before its database, it waits and says so.
/// Afterwards it follows the keys every minute, and clears away what has expired every hour.
/// </summary>
internal sealed class Preparation(IServiceScopeFactory scopes, KeyRing ring, KeyRotation rotation, IKeySetRefresh keySet, IdentitySettings settings, IHostEnvironment environment, TimeProvider time, ILogger<Preparation> logger)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeyInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ClearInterval = TimeSpan.FromHours(1);
    private volatile string? _waitingFor = "Identity has not started yet.";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_waitingFor is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy());

    /// <summary>Turns the keys where that is due, and takes over what another replica or a command did.</summary>
    public async Task FollowKeysAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        IReadOnlyList<TokenKey> kept;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await KeyLock.TakeAsync(db, cancellationToken);
            kept = await rotation.TurnAsync(db, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        // What others see of it comes after the commit: a key that was rolled back would be kept by every service.
        if (ring.Use(kept))
        {
            // Who checks tokens here has asked in vain by now, or knows the old ones.
            await keySet.RefreshAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!await TryAsync(PrepareAsync, stoppingToken))
        {
            await Task.Delay(Pause, time, stoppingToken);
        }

        logger.LogInformation("Identity is ready.");
        using var timer = new PeriodicTimer(KeyInterval, time);
        DateTimeOffset? clearedAt = null;
        do
        {
            using var untraced = SuppressInstrumentationScope.Begin();
            await TryAsync(FollowKeysAsync, stoppingToken);
            if (clearedAt is null || time.GetUtcNow() - clearedAt >= ClearInterval)
            {
                clearedAt = await TryAsync(ClearAwayAsync, stoppingToken) ? time.GetUtcNow() : clearedAt;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var reason = e.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidCatalogName }
                ? "The database is not there yet or not migrated."
                : e.GetBaseException().Message;
            if (_waitingFor is not null && _waitingFor != reason)
            {
                _waitingFor = reason;
                logger.LogWarning("Identity waits: {Reason}", reason);
            }
            else if (_waitingFor is null)
            {
                logger.LogWarning("Keys can't be followed or what has expired can't be cleared away now: {Reason}", reason);
            }

            return false;
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await FollowKeysAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        DemoUsers? made = null;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // One replica prepares at a time; the others find it done.
            await KeyLock.TakeAsync(db, cancellationToken);
            await scope.ServiceProvider.GetRequiredService<OwnClients>().PrepareAsync(cancellationToken);
            if (environment.IsDevelopment() && settings.DemoUsersFile is { Length: > 0 } path)
            {
                made = await scope.ServiceProvider.GetRequiredService<DemoAccounts>().PrepareAsync(path, cancellationToken);
            }

            await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().InviteAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        // A password that was rolled back would be in the file.
        if (made is not null)
        {
            await made.WriteAsync(settings.DemoUsersFile!, cancellationToken);
            logger.LogInformation("The demo users and their passwords are in {Path}.", settings.DemoUsersFile);
        }

        _waitingFor = null;
    }

    private async Task ClearAwayAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Clearance>().ClearAwayAsync(cancellationToken);

        // An invitation that nobody took in time is followed by another.
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await KeyLock.TakeAsync(db, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().InviteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
