using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Metropool.Http;

/// <summary>Has the key set ready before the first token comes, and follows it every hour. While Identity is away it asks more often.</summary>
internal sealed class KeySetFollower(KeySetManager keys, TimeProvider time) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(keys.IsKnown
        ? HealthCheckResult.Healthy()
        : HealthCheckResult.Degraded("Identity's keys are not known yet, so that no token can be checked."));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not in the way of the start.
        await Task.Yield();
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            var answered = await keys.RefreshAsync(stoppingToken);
            await Task.Delay(answered ? Interval : pause, time, stoppingToken);
            pause = answered ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }
}
