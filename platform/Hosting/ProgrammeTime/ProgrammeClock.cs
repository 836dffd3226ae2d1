using Metropool.Http;

namespace Metropool.Hosting.ProgrammeTime;

/// <summary>
/// Programme time: what every rule of the programme asks. System time plus an offset that is zero, except in development,
/// where it can be moved so that a demonstration lives through 18 months. Tokens, retries and telemetry use system time.
/// </summary>
public sealed class ProgrammeClock(TimeProvider system) : TimeProvider
{
    private static readonly TimeZoneInfo Amsterdam = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");
    private long _offset;

    /// <summary>What is added to system time.</summary>
    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _offset));
        internal set => Interlocked.Exchange(ref _offset, value.Ticks);
    }

    /// <summary>The offset's version that this process knows; 0 where it was never moved.</summary>
    public long Version { get; internal set; }

    /// <summary>Takes a stored offset over at once, for the service that moves programme time; everybody else follows by <see cref="Metropool.Contracts.Scheduling.ProgrammeTimeMoved"/>.</summary>
    public void Follow(ProgrammeTimeState state)
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

    /// <summary>An instant as the clocks in Europe/Amsterdam show it.</summary>
    public static DateTimeOffset LocalOf(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Amsterdam);

    /// <summary>The instant, UTC, of a wall-clock time in Europe/Amsterdam. Of an hour that comes twice the first is meant; one that is skipped moves on by an hour.</summary>
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
