using Metropool.Jobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Metropool.Messaging.Outbox;

/// <summary>Measures the outbox. It is independent of the relay, so that it also measures when the relay hangs.</summary>
internal sealed class OutboxMonitorJob(OutboxQueue queue, OutboxMetrics metrics) : IJob
{
    public static string Name => "measure the outbox";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var state = await queue.ReadStateAsync(cancellationToken);
            metrics.State = state;
            return (int)state.Pending;
        }
        catch
        {
            // The gauges have no value while the database is unavailable.
            metrics.State = null;
            throw;
        }
    }
}

/// <summary>
/// Degrades the service's health while events aren't sent. It doesn't make the service unhealthy: the service answers its requests, and no event is lost (ADR
/// 37).
/// </summary>
internal sealed class OutboxHealthCheck(OutboxRelay relay, OutboxMetrics metrics) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        relay.PausedBecause is { } reason ? HealthCheckResult.Degraded($"Events are not sent: {reason}")
        : metrics.State is { Parked: > 0 and var parked } ? HealthCheckResult.Degraded($"{parked} events are parked: the broker refused them.")
        : HealthCheckResult.Healthy());
}
