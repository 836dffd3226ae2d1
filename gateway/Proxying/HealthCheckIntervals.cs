namespace Metropool.Gateway.Proxying;

/// <summary>The intervals of the health checks of services. They are not settings, because only tests need other values.</summary>
internal sealed record HealthCheckIntervals
{
    /// <summary>The interval of requests to <c>/health</c> of a destination. Two failures in a row make it unhealthy.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The timeout of <c>/health</c>.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a destination that accepted no connection is excluded.</summary>
    public TimeSpan Reactivation { get; init; } = TimeSpan.FromSeconds(10);
}
