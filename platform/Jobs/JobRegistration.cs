using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Metropool.Jobs;

/// <summary>Registers jobs.</summary>
public static class JobRegistration
{
    private static readonly TimeSpan DevelopmentInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Adds a job that runs when the service starts, and again after each interval of system time. Each run has its own instance, unless the job was
    /// registered as a singleton before.
    /// </summary>
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services, Func<IServiceProvider, TimeSpan> interval)
        where TJob : class, IJob
    {
        services.TryAddScoped<TJob>();
        return services.AddHostedService(provider => ActivatorUtilities.CreateInstance<JobService<TJob>>(provider, interval(provider)));
    }

    /// <inheritdoc cref="AddJob{TJob}(IServiceCollection, Func{IServiceProvider, TimeSpan})"/>
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services, TimeSpan interval)
        where TJob : class, IJob => services.AddJob<TJob>(_ => interval);

    /// <summary>
    /// Adds a job whose work becomes due by programme time. In Development, where programme time can be moved, it runs at least every second.
    /// </summary>
    public static IServiceCollection AddProgrammeTimeJob<TJob>(this IServiceCollection services, Func<IServiceProvider, TimeSpan> interval)
        where TJob : class, IJob => services.AddJob<TJob>(provider =>
        {
            var configured = interval(provider);
            return provider.GetRequiredService<IHostEnvironment>().IsDevelopment() && configured > DevelopmentInterval ? DevelopmentInterval : configured;
        });
}
