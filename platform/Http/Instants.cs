using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Metropool.Http;

/// <summary>Instants and times of day as they are kept: PostgreSQL keeps microseconds, .NET counts in units of 100 nanoseconds.</summary>
public static class Instants
{
    /// <summary>Rounds down to what the database keeps, so that an answer shows what is stored.</summary>
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>Rounds down to what the database keeps, so that an answer shows what is stored.</summary>
    public static TimeOnly ToMicroseconds(this TimeOnly time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond));
}

/// <summary>A clock that shows no more than the database keeps. Every instant that a service records comes from it, or from a request.</summary>
/// <param name="clock">The clock that is read.</param>
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
    /// Shows microseconds to everything that asks a <see cref="TimeProvider"/>. Libraries have registered the clock of the machine before, so it is replaced;
    /// a clock that was given as an instance, as a test does, is kept.
    /// </summary>
    public static IServiceCollection AddMicrosecondClock(this IServiceCollection services)
    {
        var known = services.LastOrDefault(descriptor => descriptor.ServiceType == typeof(TimeProvider))?.ImplementationInstance;
        return known is null || known == TimeProvider.System
            ? services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new MicrosecondClock(TimeProvider.System)))
            : services;
    }
}
