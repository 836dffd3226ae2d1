using System.Threading.Channels;

namespace Metropool.Scheduling.Passes;

/// <summary>Wakes the loop of this process: programme time was moved.</summary>
internal sealed class PassSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(true);

    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(atMost);
        try
        {
            await _channel.Reader.ReadAsync(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody woke it: time to look all the same.
        }
    }
}

/// <summary>Passes again and again. It sleeps by the system's clock and asks programme time, which may jump by months.</summary>
internal sealed class ProgrammePassLoop(
    IServiceScopeFactory scopes, PassSignal signal, SchedulingSettings settings, IHostEnvironment environment, ILogger<ProgrammePassLoop> logger) : BackgroundService
{
    private static readonly TimeSpan DevelopmentInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = environment.IsDevelopment() && settings.PassInterval > DevelopmentInterval ? DevelopmentInterval : settings.PassInterval;
        var failing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ProgrammePass>().RunOnceAsync(stoppingToken);
                failing = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Once, and not with every try: the database may be away for long.
                logger.Log(failing ? LogLevel.Debug : LogLevel.Error, e, "The pass over the programme failed; trying again in {Interval}.", interval);
                failing = true;
            }

            await signal.WaitAsync(interval, stoppingToken);
        }
    }
}
