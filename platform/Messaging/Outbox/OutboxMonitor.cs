using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Metropool.Messaging.Outbox;

/// <summary>
/// Measures the outbox every few seconds, and says whether events get out. Apart from the relay: a relay that hangs is seen too. Events that wait degrade the
/// service and don't make it unhealthy: it does its work, and nothing is lost (ADR 37).
/// </summary>
internal sealed class OutboxMonitor(OutboxStore store, OutboxRelay relay, OutboxMetrics metrics, MessagingSettings settings, TimeProvider clock) : BackgroundService, IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        relay.PausedBecause is { } reason ? HealthCheckResult.Degraded($"Events wait in the outbox: {reason}")
        : metrics.State is { Parked: > 0 and var parked } ? HealthCheckResult.Degraded($"{parked} events are parked: the broker refused them.")
        : HealthCheckResult.Healthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.MeasureInterval, clock);
        do
        {
            try
            {
                metrics.State = await store.ReadStateAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // The relay and the database's own health check say so; the gauges are silent until it is back.
                metrics.State = null;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
