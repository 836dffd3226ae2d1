namespace Metropool.Contracts.Scheduling;

/// <summary>Programme time was moved. Published in Development only, so that a demonstration can cover 18 months.</summary>
public sealed record ProgrammeTimeMoved : IIntegrationEvent
{
    /// <summary>The clock; there is one.</summary>
    public required Guid ClockId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The offset of programme time from system time.</summary>
    public required TimeSpan Offset { get; init; }

    Guid IIntegrationEvent.AggregateId => ClockId;

    Guid? IIntegrationEvent.DataSubjectId => null;
}
