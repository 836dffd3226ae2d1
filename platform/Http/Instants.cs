using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Metropool.Http;

/// <summary>Instants and times of day with the precision of the database: PostgreSQL stores microseconds, .NET has units of 100 nanoseconds.</summary>
public static class Instants
{
    /// <summary>Rounds down to microseconds, so that a response shows what is stored.</summary>
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>Rounds down to microseconds, so that a response shows what is stored.</summary>
    public static TimeOnly ToMicroseconds(this TimeOnly time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond));
}

/// <summary>A clock with the precision of the database. Every instant that a service stores comes from it or from a request.</summary>
/// <param name="clock">The underlying clock.</param>
public sealed class MicrosecondClock(TimeProvider clock) : TimeProvider
{
    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow().ToMicroseconds();

    /// <inheritdoc/>
    public override long GetTimestamp() => clock.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}

/// <summary>Registers the clock of a process.</summary>
internal static class ClockRegistration
{
    /// <summary>
    /// Registers <see cref="MicrosecondClock"/> in place of the system clock, which libraries register. A clock that was registered as an instance, as tests
    /// do, is kept.
    /// </summary>
    public static IServiceCollection AddMicrosecondClock(this IServiceCollection services)
    {
        var known = services.LastOrDefault(descriptor => descriptor.ServiceType == typeof(TimeProvider))?.ImplementationInstance;
        return known is null || known == TimeProvider.System
            ? services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new MicrosecondClock(TimeProvider.System)))
            : services;
    }
}
