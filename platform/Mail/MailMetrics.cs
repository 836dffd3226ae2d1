using System.Diagnostics.Metrics;

namespace Metropool.Mail;

/// <summary>The instruments of outgoing mail, of the meter <c>Metropool.Mail</c>. They count; they name nobody.</summary>
internal sealed class MailMetrics
{
    private readonly Counter<long> _sent;
    private readonly Counter<long> _refused;

    public MailMetrics(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create("Metropool.Mail");
        _sent = meter.CreateCounter<long>("metropool.mail.sent", "{message}", "Messages that the mail server has taken.");
        _refused = meter.CreateCounter<long>("metropool.mail.refused", "{message}", "Messages that the mail server has refused.");
        meter.CreateObservableGauge("metropool.mail.pending", () => State?.Pending ?? 0, "{message}", "Messages that await the mail server.");
        meter.CreateObservableGauge("metropool.mail.oldest_age", () => (State?.WaitsAt(time.GetUtcNow()) ?? TimeSpan.Zero).TotalSeconds, "s", "How long the oldest message that is due waits.");
        meter.CreateObservableGauge("metropool.mail.parked", () => State?.Parked ?? 0, "{message}", "Messages that could not be delivered.");
    }

    /// <summary>How it stood when it was last looked at.</summary>
    public MailState? State { get; set; }

    public void Sent() => _sent.Add(1);

    public void Refused() => _refused.Add(1);
}

/// <summary>How outgoing mail stands.</summary>
/// <param name="Pending">What awaits the server.</param>
/// <param name="Parked">What could not be delivered, and can be released.</param>
/// <param name="OldestDueAt">When the first of what awaits the server was, or is, due.</param>
internal sealed record MailState(long Pending, long Parked, DateTimeOffset? OldestDueAt)
{
    /// <summary>How long what is due waits.</summary>
    public TimeSpan WaitsAt(DateTimeOffset now) => OldestDueAt < now ? now - OldestDueAt.Value : TimeSpan.Zero;
}
