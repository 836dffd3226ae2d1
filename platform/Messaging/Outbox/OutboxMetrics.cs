using System.Diagnostics.Metrics;

namespace Metropool.Messaging.Outbox;

/// <summary>The instruments of the outbox, of the meter <c>Metropool.Messaging</c>.</summary>
internal sealed class OutboxMetrics
{
    public const string MeterName = "Metropool.Messaging";

    private readonly TimeProvider _clock;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _parkings;
    private readonly Histogram<double> _delay;
    private volatile OutboxState? _state;

    public OutboxMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(MeterName);
        _delivered = meter.CreateCounter<long>("metropool.outbox.delivered", "{event}", "Events that the broker has confirmed.");
        _parkings = meter.CreateCounter<long>("metropool.outbox.parkings", "{event}", "Events that were parked because the broker kept refusing them.");
        _delay = meter.CreateHistogram<double>("metropool.outbox.delay", "s", "From writing an event to the broker's confirmation.");
        meter.CreateObservableGauge("metropool.outbox.pending", () => Of(state => state.Pending), "{event}", "Events that await the broker.");
        meter.CreateObservableGauge("metropool.outbox.parked", () => Of(state => state.Parked), "{event}", "Events that the broker refused too often, and that wait to be released.");
        meter.CreateObservableGauge("metropool.outbox.oldest_age", () => Of(Age), "s", "Age of the oldest event that awaits the broker.");
    }

    /// <summary>How the outbox stood when it was last measured, or null before that.</summary>
    public OutboxState? State
    {
        get => _state;
        set => _state = value;
    }

    public void Delivered(IReadOnlyCollection<PendingMessage> messages)
    {
        _delivered.Add(messages.Count);
        var now = _clock.GetUtcNow();
        foreach (var message in messages)
        {
            _delay.Record((now - message.CreatedAt).TotalSeconds);
        }
    }

    public void Parked() => _parkings.Add(1);

    private double Age(OutboxState state) => state.OldestCreatedAt is { } oldest ? Math.Max(0, (_clock.GetUtcNow() - oldest).TotalSeconds) : 0;

    private IEnumerable<Measurement<T>> Of<T>(Func<OutboxState, T> value)
        where T : struct => _state is { } state ? [new(value(state))] : [];
}
