using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Metropool.Http;

/// <summary>Fetches the key set at the start and every hour, and more often while Identity is unavailable.</summary>
internal sealed class KeySetRefreshService(KeySetManager keys, TimeProvider time) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan InitialRetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(keys.IsKnown
        ? HealthCheckResult.Healthy()
        : HealthCheckResult.Degraded("Identity's keys are not known yet: no token can be validated."));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the service doesn't wait for this.
        await Task.Yield();
        var delay = InitialRetryDelay;
        while (!stoppingToken.IsCancellationRequested)
        {
            var succeeded = await keys.RefreshAsync(stoppingToken);
            await Task.Delay(succeeded ? Interval : delay, time, stoppingToken);
            delay = succeeded ? InitialRetryDelay : TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, MaxRetryDelay.Ticks));
        }
    }
}
