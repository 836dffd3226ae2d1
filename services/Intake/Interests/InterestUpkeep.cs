using Npgsql;

namespace Metropool.Intake.Interests;

/// <summary>Forgets, every hour, whose time is over.</summary>
internal sealed partial class InterestUpkeep(IServiceScopeFactory scopes, TimeProvider time, ILogger<InterestUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<InterestNews>().ForgetAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
            {
                LogFailed(e.GetBaseException().Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Addresses could not be forgotten and will be at the next occasion: {Reason}")]
    private partial void LogFailed(string reason);
}
