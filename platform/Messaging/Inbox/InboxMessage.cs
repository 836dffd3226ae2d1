namespace Metropool.Messaging.Inbox;

/// <summary>A message that a consumer of this service has handled. The primary key prevents it from being handled again.</summary>
internal sealed class InboxMessage
{
    public required Guid MessageId { get; init; }

    /// <summary>Derived from the queue, the consumer and the message type.</summary>
    public required Guid ConsumerId { get; init; }

    public required DateTimeOffset ConsumedAt { get; init; }
}
