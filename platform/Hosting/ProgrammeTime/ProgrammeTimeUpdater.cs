using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace Metropool.Hosting.ProgrammeTime;

/// <summary>
/// Applies the stored offset to the clock of this process: at the start, and in Development every 250 ms, so that all processes of a service use the same
/// time. Outside Development a moved clock stops the process.
/// </summary>
internal sealed class ProgrammeTimeUpdater<TDbContext>(
    ProgrammeClock clock,
    IServiceScopeFactory scopes,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime,
    ILogger<ProgrammeTimeUpdater<TDbContext>> logger)
    : BackgroundService, IHealthCheck
    where TDbContext : DbContext
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private volatile bool _known;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_known ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Programme time is not known yet: the database has not responded."));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? lastReason = null;
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                await ReadAsync(stoppingToken);
                lastReason = null;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Each reason is logged once, because this runs four times a second.
                var reason = e.GetBaseException().Message;
                if (reason != lastReason)
                {
                    logger.LogWarning("Programme time can't be read: {Reason}", reason);
                }

                lastReason = reason;
            }
        }
        while ((!_known || environment.IsDevelopment()) && await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var scope = scopes.CreateAsyncScope();
        var states = scope.ServiceProvider.GetRequiredService<TDbContext>().Set<ProgrammeTimeState>();
        var state = await states.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (state is not null && state.Offset != TimeSpan.Zero && !environment.IsDevelopment())
        {
            logger.LogCritical(
                "The database has a moved programme time ({Offset}): it belongs to a demonstration, and can't be used in {Environment}.",
                state.Offset,
                environment.EnvironmentName);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
            return;
        }

        if (state is not null && state.Version != clock.Version)
        {
            (clock.Offset, clock.Version) = (state.Offset, state.Version);
        }

        _known = true;
    }
}
