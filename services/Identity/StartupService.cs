using Metropool.Hosting;
using Metropool.Identity.Clients;
using Metropool.Identity.Development;
using Metropool.Identity.Jobs;
using Metropool.Identity.Keys;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Metropool.Identity;

/// <summary>
/// Prepares what Identity needs before it can work: keys, the first-party clients, and in Development the demo accounts. It tries again every second while the
/// database is unavailable; until it has succeeded, the service is unhealthy.
/// </summary>
internal sealed class StartupService(
    IServiceScopeFactory scopes, IdentitySettings settings, IHostEnvironment environment, TimeProvider time, ILogger<StartupService> logger)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private volatile string? _waitingFor = "Identity has not started yet.";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_waitingFor is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the service doesn't wait for the first attempt.
        await Task.Yield();
        while (_waitingFor is not null)
        {
            try
            {
                await PrepareAsync(stoppingToken);
                _waitingFor = null;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                var reason = e.GetBaseException() is PostgresException
                {
                    SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidCatalogName,
                }
                    ? "The database doesn't exist or isn't migrated."
                    : e.GetBaseException().Message;
                if (_waitingFor != reason)
                {
                    _waitingFor = reason;
                    logger.LogWarning("Identity waits: {Reason}", reason);
                }

                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }

        logger.LogInformation("Identity is ready.");
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await services.GetRequiredService<KeyRotationJob>().RunAsync(cancellationToken);

        var db = services.GetRequiredService<IdentityDbContext>();
        DemoUsers? demo = null;
        await db.InTransactionAsync(
            async token =>
            {
                // One replica prepares at a time; the others find it done.
                await KeyLock.AcquireAsync(db, token);
                await services.GetRequiredService<FirstPartyClients>().PrepareAsync(token);
                if (environment.IsDevelopment() && settings.DemoUsersFile is { Length: > 0 } path)
                {
                    demo = await services.GetRequiredService<DemoAccounts>().PrepareAsync(path, token);
                }
            },
            cancellationToken);

        // Only after the commit: the file must not have passwords that were rolled back.
        if (demo is not null)
        {
            await demo.WriteAsync(settings.DemoUsersFile!, cancellationToken);
            logger.LogInformation("The demo users and their passwords are in {Path}.", settings.DemoUsersFile);
        }

        await services.GetRequiredService<FirstAdministratorJob>().RunAsync(cancellationToken);
    }
}
