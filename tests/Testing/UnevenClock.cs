namespace Metropool.Testing;

/// <summary>A clock that never shows a whole microsecond, as that of a machine: what is kept of its instants is less than it shows.</summary>
internal sealed class UnevenClock(TimeProvider clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow().AddTicks(7);
}
