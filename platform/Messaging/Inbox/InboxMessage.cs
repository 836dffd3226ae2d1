namespace Metropool.Messaging.Inbox;

/// <summary>A message that a consumer of this service has handled; the key is what makes handling it again a no-op.</summary>
internal sealed class InboxMessage
{
    public required Guid MessageId { get; init; }

    /// <summary>Follows from the queue, the consumer and the message type.</summary>
    public required Guid ConsumerId { get; init; }

    public required DateTimeOffset ConsumedAt { get; init; }
}
