using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Metropool.ServiceDefaults;

/// <summary>Logs one line when the health of the process changes, instead of one per health check.</summary>
internal sealed partial class HealthLog(ILogger<HealthLog> logger)
{
    private readonly Lock _lock = new();
    private HealthStatus _last = HealthStatus.Healthy;

    public void Record(HealthReport report)
    {
        lock (_lock)
        {
            if (report.Status == _last)
            {
                return;
            }

            _last = report.Status;
        }

        if (report.Status == HealthStatus.Healthy)
        {
            LogHealthy();
        }
        else
        {
            LogNotHealthy(report.Status, string.Join("; ", report.Entries
                .Where(entry => entry.Value.Status != HealthStatus.Healthy)
                .Select(entry => $"{entry.Key}: {HealthResponse.ReasonOf(entry.Value)}")));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Health is {Status}: {Reasons}")]
    private partial void LogNotHealthy(HealthStatus status, string reasons);

    [LoggerMessage(Level = LogLevel.Information, Message = "Health is restored.")]
    private partial void LogHealthy();
}
