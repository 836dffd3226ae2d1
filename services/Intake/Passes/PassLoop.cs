using System.Diagnostics;

namespace Metropool.Intake.Passes;

/// <summary>What follows from time alone. A pass does whatever is due, however long ago; it can run twice, and in several replicas at once.</summary>
internal interface IPass
{
    /// <summary>What is passed over, for who reads the log.</summary>
    static abstract string Over { get; }

    /// <summary>One pass: all that is due.</summary>
    /// <returns>How much was.</returns>
    Task<int> RunOnceAsync(CancellationToken cancellationToken);
}

/// <summary>Passes again and again. It sleeps by the system's clock; a pass asks programme time, which may jump by months.</summary>
internal sealed class PassLoop<TPass>(IServiceScopeFactory scopes, TimeSpan interval, ILogger<PassLoop<TPass>> logger) : BackgroundService
    where TPass : IPass
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval);
        var failing = false;
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<TPass>().RunOnceAsync(stoppingToken);
                failing = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Once, and not with every try: the database may be away for long.
                logger.Log(failing ? LogLevel.Debug : LogLevel.Error, e, "The pass over {Over} failed; trying again in {Interval}.", TPass.Over, interval);
                failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

internal static class PassRegistration
{
    private static readonly TimeSpan DevelopmentInterval = TimeSpan.FromSeconds(1);

    /// <summary>Adds a pass, which begins with the service and comes again after each interval.</summary>
    public static void AddPass<TPass>(this WebApplicationBuilder builder, Func<IntakeSettings, TimeSpan> interval)
        where TPass : class, IPass
    {
        builder.Services.AddScoped<TPass>();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<PassLoop<TPass>>(services, interval(services.GetRequiredService<IntakeSettings>())));
    }

    /// <summary>Adds a pass that goes by programme time, which can be moved in Development: there it comes every second at least.</summary>
    public static void AddProgrammePass<TPass>(this WebApplicationBuilder builder)
        where TPass : class, IPass
    {
        var development = builder.Environment.IsDevelopment();
        builder.AddPass<TPass>(settings => development && settings.PassInterval > DevelopmentInterval ? DevelopmentInterval : settings.PassInterval);
    }
}

internal static class PassTraces
{
    /// <summary>What is asked again and again, for nobody, stays out of the traces, and the SQL in it too: an activity that isn't recorded keeps it. What is then done is seen.</summary>
    public static Activity Untraced() => new Activity("pass").Start();
}
