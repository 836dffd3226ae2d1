using Metropool.Jobs;
using Metropool.Messaging.Topology;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Metropool.Messaging.Faults;

/// <summary>
/// Counts the messages in the service's error queues, and degrades its health while there are any. A singleton, because its connection stays open between
/// runs. It asks the broker for counts only, and fetches no message.
/// </summary>
internal sealed partial class ErrorQueueMonitorJob(BrokerAddress address, ErrorQueues errors, ErrorQueueMetrics metrics, ILogger<ErrorQueueMonitorJob> logger)
    : IJob, IHealthCheck, IAsyncDisposable
{
    private IConnection? _connection;

    public static string Name => "count failed messages";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var counts = (metrics.Counts ?? new Dictionary<string, long>()).Where(count => count.Value > 0)
            .OrderBy(count => count.Key, StringComparer.Ordinal).ToList();
        var queues = string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"));
        return Task.FromResult(counts.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                $"Messages that could not be handled: {counts.Sum(count => count.Value)} ({queues}). The command 'errors' lists them."));
    }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_connection is not { IsOpen: true })
            {
                await DisposeAsync();
                _connection = await address.ConnectAsync("error queue monitor", cancellationToken);
            }

            metrics.Counts = await errors.CountAsync(_connection, cancellationToken);
            return (int)metrics.Counts.Values.Sum();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The number is unknown until the broker is back. The health checks of the outbox and the bus report the broker.
            metrics.Counts = null;
            await DisposeAsync();
            LogUncounted(e);
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
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
