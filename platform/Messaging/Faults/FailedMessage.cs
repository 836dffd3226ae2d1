namespace Metropool.Messaging.Faults;

/// <summary>A message that no consumer could handle, as it lies in an error queue.</summary>
/// <param name="Queue">The queue that it failed in, without <c>_error</c>.</param>
/// <param name="MessageId">By which it is replayed or discarded; null where it has none that can be read, and only all together can be replayed.</param>
/// <param name="Event">The name of the event, such as <c>ParticipantAdmitted</c>; null where the message can't be read.</param>
/// <param name="FailedAt">When it was given up, UTC; null where it was the broker who did.</param>
/// <param name="Reason">Why: what the consumer's exception, or the broker, said.</param>
public sealed record FailedMessage(string Queue, Guid? MessageId, string? Event, DateTimeOffset? FailedAt, string Reason);
