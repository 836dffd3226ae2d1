using Metropool.Http;
using Metropool.Identity.Development;
using Metropool.Identity.Keys;
using Metropool.Identity.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity;

/// <summary>
/// What Identity needs before it can work: keys, and in development clients and demo accounts. Started before its database, it waits and says so.
/// Afterwards it clears away what has expired, every hour.
/// </summary>
internal sealed class Preparation(IServiceScopeFactory scopes, KeyRing keys, IKeySetRefresh keySet, IdentitySettings settings, IHostEnvironment environment, TimeProvider time, ILogger<Preparation> logger)
    : BackgroundService, IHealthCheck
{
    // Any number will do, as long as all replicas take the same.
    private const long Lock = 0x4964656E74697479;
    private const string CommandLineClient = "metropool-cli";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromDays(1);
    private volatile string? _waitingFor = "Identity has not started yet.";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_waitingFor is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!await TryAsync(PrepareAsync, stoppingToken))
        {
            await Task.Delay(Pause, time, stoppingToken);
        }

        logger.LogInformation("Identity is ready.");
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await TryAsync(ClearAwayAsync, stoppingToken);
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
            var reason = e.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidCatalogName }
                ? "The database is not there yet or not migrated."
                : e.GetBaseException().Message;
            if (_waitingFor is not null && _waitingFor != reason)
            {
                _waitingFor = reason;
                logger.LogWarning("Identity waits: {Reason}", reason);
            }
            else if (_waitingFor is null)
            {
                logger.LogWarning("What has expired can't be cleared away now: {Reason}", reason);
            }

            return false;
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        IReadOnlyList<TokenKey> kept;
        DemoUsers? made = null;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // One replica prepares at a time; the others find it done.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", cancellationToken);
            kept = await keys.ReadAsync(db, cancellationToken);
            if (environment.IsDevelopment())
            {
                made = await PrepareDevelopmentAsync(scope.ServiceProvider, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        // What others see of it comes after the commit: a key that was rolled back would be kept by every service, a password that was would be in the file.
        if (made is not null)
        {
            await made.WriteAsync(settings.DemoUsersFile!, cancellationToken);
            logger.LogInformation("The demo users and their passwords are in {Path}.", settings.DemoUsersFile);
        }

        keys.Use(kept);
        // Who checks tokens here has asked in vain by now, and would ask again some seconds later only.
        await keySet.RefreshAsync(cancellationToken);
        _waitingFor = null;
    }

    private async Task<DemoUsers?> PrepareDevelopmentAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = CommandLineClient,
            DisplayName = "Metropool, command line",
            ClientType = ClientTypes.Public,
            ApplicationType = ApplicationTypes.Native,
            ConsentType = ConsentTypes.Implicit,
            RedirectUris = { new Uri("http://127.0.0.1:8765/callback") },
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession,
                Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        descriptor.Permissions.UnionWith(TokenServer.Services.Select(service => Permissions.Prefixes.Scope + service));
        await services.GetRequiredService<IOpenIddictApplicationManager>().MakeAsync(descriptor, cancellationToken);
        return settings.DemoUsersFile is { Length: > 0 } path ? await services.GetRequiredService<DemoAccounts>().PrepareAsync(path, cancellationToken) : null;
    }

    private async Task ClearAwayAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(now - KeptAfterExpiry, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(now - KeptAfterExpiry, cancellationToken);

        // Not while the token server would still accept one; an hour more costs nothing.
        var forgotten = now - ClientAssertionType.ClockSkew - Interval;
        await scope.ServiceProvider.GetRequiredService<IdentityDbContext>().UsedAssertions.Where(assertion => assertion.ExpiresAt < forgotten).ExecuteDeleteAsync(cancellationToken);
    }
}
