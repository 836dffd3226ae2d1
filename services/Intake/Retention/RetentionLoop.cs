namespace Metropool.Intake.Retention;

/// <summary>Passes at the start, and then as often as the settings say, by the system's clock.</summary>
internal sealed partial class RetentionLoop(IServiceScopeFactory scopes, RetentionSettings settings, ILogger<RetentionLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Interval);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<RetentionPass>().RunOnceAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What is kept no longer could not be removed, and will be at the next occasion.")]
    private partial void LogFailed(Exception exception);
}
