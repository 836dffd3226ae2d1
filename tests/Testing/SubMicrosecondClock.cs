namespace Metropool.Testing;

/// <summary>A clock whose instants are more precise than a microsecond, and so more precise than the database.</summary>
internal sealed class SubMicrosecondClock(TimeProvider clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow().AddTicks(7);
}
