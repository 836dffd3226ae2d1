using Metropool.Messaging.Topology;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Metropool.Messaging.Faults;

/// <summary>
/// Counts the messages in the service's error queues every few seconds, and degrades its health while there are any. The broker is asked for the counts
/// alone, over one connection that stays open: no message is fetched.
/// </summary>
internal sealed partial class ErrorQueueMonitor(
    BrokerAddress address, ErrorQueues errors, ErrorQueueMetrics metrics, MessagingSettings settings, TimeProvider clock, ILogger<ErrorQueueMonitor> logger)
    : BackgroundService, IHealthCheck
{
    private IConnection? _connection;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var counts = (metrics.Counts ?? new Dictionary<string, long>()).Where(count => count.Value > 0).OrderBy(count => count.Key, StringComparer.Ordinal).ToList();
        return Task.FromResult(counts.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                $"Messages that could not be handled: {counts.Sum(count => count.Value)} ({string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"))}). The command errors lists them."));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(settings.ErrorQueueInterval, clock);
        try
        {
            do
            {
                try
                {
                    if (_connection is not { IsOpen: true })
                    {
                        await CloseAsync();
                        _connection = await address.ConnectAsync("error queue monitor", stoppingToken);
                    }

                    metrics.Counts = await errors.CountAsync(_connection, stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // The outbox and the bus say that the broker is away. How many messages there are isn't known until it is back.
                    metrics.Counts = null;
                    await CloseAsync();
                    LogUncounted(e);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            await CloseAsync();
        }
    }

    private async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.AbortAsync();
            await connection.DisposeAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The error queues can't be counted.")]
    private partial void LogUncounted(Exception exception);
}
