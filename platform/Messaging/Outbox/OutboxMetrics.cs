using System.Diagnostics.Metrics;

namespace Metropool.Messaging.Outbox;

/// <summary>The instruments of the outbox, on the meter <c>Metropool.Messaging</c>.</summary>
internal sealed class OutboxMetrics
{
    public const string MeterName = "Metropool.Messaging";

    private readonly TimeProvider _clock;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _parked;
    private readonly Histogram<double> _delay;
    private volatile OutboxState? _state;

    public OutboxMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(MeterName);
        _delivered = meter.CreateCounter<long>("metropool.outbox.delivered", "{event}", "Events that the broker has confirmed.");
        _parked = meter.CreateCounter<long>("metropool.outbox.events.parked", "{event}", "Events that were parked because the broker refused them too often.");
        _delay = meter.CreateHistogram<double>("metropool.outbox.delay", "s", "From writing an event to the broker's confirmation.");
        meter.CreateObservableGauge("metropool.outbox.pending", () => Measure(state => state.Pending), "{event}", "Events that wait for the broker.");
        meter.CreateObservableGauge(
            "metropool.outbox.parked", () => Measure(state => state.Parked), "{event}", "Events that the broker refused too often, until they are released.");
        meter.CreateObservableGauge("metropool.outbox.oldest_age", () => Measure(Age), "s", "Age of the oldest event that waits for the broker.");
    }

    /// <summary>The state of the outbox when it was last measured; null before that, and while the database is unavailable.</summary>
    public OutboxState? State
    {
        get => _state;
        set => _state = value;
    }

    public void RecordDelivered(IReadOnlyCollection<PendingMessage> messages)
    {
        _delivered.Add(messages.Count);
        var now = _clock.GetUtcNow();
        foreach (var message in messages)
        {
            _delay.Record((now - message.CreatedAt).TotalSeconds);
        }
    }

    public void RecordParked() => _parked.Add(1);

    private double Age(OutboxState state) => state.OldestCreatedAt is { } oldest ? Math.Max(0, (_clock.GetUtcNow() - oldest).TotalSeconds) : 0;

    private IEnumerable<Measurement<T>> Measure<T>(Func<OutboxState, T> value)
        where T : struct => _state is { } state ? [new(value(state))] : [];
}
