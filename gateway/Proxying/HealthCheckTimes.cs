namespace Metropool.Gateway.Proxying;

/// <summary>How often the gateway looks at the health of the services. No setting of an installation: tests alone need other values.</summary>
internal sealed record HealthCheckTimes
{
    /// <summary>Between two requests to <c>/health</c> of a destination. Two failures in a row make it unhealthy.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long <c>/health</c> may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a destination that accepted no connection gets no requests.</summary>
    public TimeSpan Reactivation { get; init; } = TimeSpan.FromSeconds(10);
}
