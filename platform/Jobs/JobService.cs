using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metropool.Jobs;

/// <summary>
/// Runs a job when the service starts, and again after each interval of system time. Each run has its own scope. A run that fails is logged and tried again
/// after the interval: it never ends the process.
/// </summary>
internal sealed partial class JobService<TJob>(IServiceScopeFactory scopes, TimeSpan interval, ILogger<JobService<TJob>> logger) : BackgroundService
    where TJob : class, IJob
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the service doesn't wait for the first run.
        await Task.Yield();
        using var timer = new PeriodicTimer(interval);
        var failing = false;
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<TJob>().RunAsync(stoppingToken);
                failing = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Once per outage: the database may be unavailable for hours.
                var isOutage = IsOutage(e);
                if (isOutage && !failing)
                {
                    LogUnavailable(TJob.Name, interval, e.GetBaseException().Message);
                }

                LogFailed(isOutage || failing ? LogLevel.Debug : LogLevel.Error, e, TJob.Name, interval);
                failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // An outage of a server is logged in one line; its stack is logged at Debug.
    private static bool IsOutage(Exception? exception) => exception switch
    {
        null => false,
        DbException { IsTransient: true } or IOException or TimeoutException => true,
        _ => IsOutage(exception.InnerException),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job '{Job}' can't run. Retrying in {Interval}. Reason: {Reason}")]
    private partial void LogUnavailable(string job, TimeSpan interval, string reason);

    [LoggerMessage(Message = "The job '{Job}' failed. Retrying in {Interval}.")]
    private partial void LogFailed(LogLevel level, Exception exception, string job, TimeSpan interval);
}
