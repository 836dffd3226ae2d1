using Metropool.Http;

namespace Metropool.Hosting.ProgrammeTime;

/// <summary>
/// Programme time, which the rules of the programme use: system time plus an offset. The offset is zero, except in Development, where it can be moved so that
/// a demonstration covers 18 months. Tokens, retries and telemetry use system time.
/// </summary>
public sealed class ProgrammeClock(TimeProvider system) : TimeProvider
{
    private static readonly TimeZoneInfo Amsterdam = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");
    private long _offset;

    /// <summary>The offset from system time.</summary>
    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _offset));
        internal set => Interlocked.Exchange(ref _offset, value.Ticks);
    }

    /// <summary>The version of the offset; 0 where it was never moved.</summary>
    public long Version { get; internal set; }

    /// <summary>
    /// Applies a stored offset at once, in the service that moves programme time. Other services apply <see
    /// cref="Metropool.Contracts.Scheduling.ProgrammeTimeMoved"/>.
    /// </summary>
    public void Apply(ProgrammeTimeState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (Offset, Version) = (state.Offset, state.Version);
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => Amsterdam;

    /// <summary>Today in Europe/Amsterdam.</summary>
    public DateOnly Today => DayOf(GetUtcNow());

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => (system.GetUtcNow() + Offset).ToMicroseconds();

    /// <summary>The day of an instant in Europe/Amsterdam.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(LocalOf(instant).DateTime);

    /// <summary>Converts an instant to Europe/Amsterdam.</summary>
    public static DateTimeOffset LocalOf(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Amsterdam);

    /// <summary>
    /// Converts a wall-clock time in Europe/Amsterdam to an instant, UTC: the first where the hour is repeated, and an hour later where it is skipped.
    /// </summary>
    public static DateTimeOffset InstantOf(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        if (Amsterdam.IsInvalidTime(local))
        {
            local = local.AddHours(1);
        }

        var offset = Amsterdam.IsAmbiguousTime(local) ? Amsterdam.GetAmbiguousTimeOffsets(local).Max() : Amsterdam.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
