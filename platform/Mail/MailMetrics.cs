using System.Diagnostics.Metrics;

namespace Metropool.Mail;

/// <summary>The instruments of outgoing mail, on the meter <c>Metropool.Mail</c>.</summary>
internal sealed class MailMetrics
{
    private readonly Counter<long> _sent;
    private readonly Counter<long> _refused;
    private volatile MailState? _state;

    public MailMetrics(IMeterFactory meters, TimeProvider clock)
    {
        var meter = meters.Create("Metropool.Mail");
        _sent = meter.CreateCounter<long>("metropool.mail.sent", "{message}", "Messages that the mail server has accepted.");
        _refused = meter.CreateCounter<long>("metropool.mail.refused", "{message}", "Messages that the mail server has refused.");
        meter.CreateObservableGauge("metropool.mail.pending", () => State?.Pending ?? 0, "{message}", "Messages that wait for the mail server.");
        meter.CreateObservableGauge(
            "metropool.mail.oldest_age", () => State?.DelayAt(clock.GetUtcNow()).TotalSeconds ?? 0, "s", "How long the oldest message that is due has waited.");
        meter.CreateObservableGauge("metropool.mail.parked", () => State?.Parked ?? 0, "{message}", "Messages that could not be delivered.");
    }

    /// <summary>The state when it was last measured; null before that.</summary>
    public MailState? State
    {
        get => _state;
        set => _state = value;
    }

    public void RecordSent() => _sent.Add(1);

    public void RecordRefused() => _refused.Add(1);
}

/// <summary>The state of outgoing mail.</summary>
/// <param name="Pending">The number of messages that wait for the server.</param>
/// <param name="Parked">The number of messages that could not be delivered, and can be released.</param>
/// <param name="OldestDueAt">When the first of the messages that wait was, or is, due.</param>
internal sealed record MailState(int Pending, int Parked, DateTimeOffset? OldestDueAt)
{
    /// <summary>How long the oldest message that is due has waited.</summary>
    public TimeSpan DelayAt(DateTimeOffset now) => OldestDueAt < now ? now - OldestDueAt.Value : TimeSpan.Zero;
}
