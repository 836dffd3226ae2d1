using System.Diagnostics.Metrics;
using Metropool.Messaging.Outbox;

namespace Metropool.Messaging.Faults;

/// <summary>The instrument of the error queues, on the meter <c>Metropool.Messaging</c>.</summary>
internal sealed class ErrorQueueMetrics
{
    private volatile IReadOnlyDictionary<string, long>? _counts;

    public ErrorQueueMetrics(IMeterFactory meters) => meters.Create(OutboxMetrics.MeterName).CreateObservableGauge(
        "metropool.error_queue.messages", Measure, "{message}", "Messages that no consumer could handle, by error queue.");

    /// <summary>The number of messages by error queue when they were last counted; null before that, and while the broker is unavailable.</summary>
    public IReadOnlyDictionary<string, long>? Counts
    {
        get => _counts;
        set => _counts = value;
    }

    private IEnumerable<Measurement<long>> Measure() =>
        (_counts ?? new Dictionary<string, long>())
            .Select(count => new Measurement<long>(count.Value, new KeyValuePair<string, object?>("messaging.destination.name", count.Key)));
}
