namespace Metropool.Messaging.Tests;

/// <summary>The system's clock an hour later, when every lease of another process has ended.</summary>
internal sealed class LaterClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(1);
}
