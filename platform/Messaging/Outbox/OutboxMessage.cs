using System.Text.Json;
using MassTransit;
using Metropool.Contracts;

namespace Metropool.Messaging.Outbox;

/// <summary>
/// An event to be sent. It is written in the transaction of the change that it describes, and deleted when the broker has confirmed it.
/// It is stored in the broker's format, so that the relay doesn't serialize and an operator can read it.
/// </summary>
internal sealed class OutboxMessage
{
    public long Id { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>The exchange of its type.</summary>
    public required string Exchange { get; init; }

    public required string ContentType { get; init; }

    /// <summary>The transport headers, a JSON object of strings. They include the publisher's trace context.</summary>
    public required string Headers { get; init; }

    /// <summary>The envelope, JSON.</summary>
    public required string Body { get; init; }

    /// <summary>
    /// The person whose personal data it holds, as the event states; null where it holds no personal data. An erasure uses this, and never what the body
    /// mentions.
    /// </summary>
    public Guid? DataSubjectId { get; init; }

    /// <summary>The event, while it is being saved; null when the row was read from the database.</summary>
    public IIntegrationEvent? Event { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the relay may send it; null while it is parked, because the broker refused it too often.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>The end of the lease: until then no other process sends it. Null if it isn't leased.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>How often the broker refused it.</summary>
    public int Refusals { get; init; }

    /// <summary>The reason of the last refusal.</summary>
    public string? LastRefusal { get; init; }

    /// <summary>Creates the message that the transport would have sent.</summary>
    /// <exception cref="NotSupportedException">The message has a delay, an expiry or a routing key, which events don't need.</exception>
    public static OutboxMessage From<T>(SendContext<T> context, DateTimeOffset now)
        where T : class
    {
        if (context is not RabbitMqSendContext { RoutingKey: null or "" } rabbit || context.TimeToLive is not null || context.Delay is not null)
        {
            throw new NotSupportedException($"{typeof(T).Name} can't be sent with a delay, an expiry or a routing key: the outbox carries events.");
        }

        return new()
        {
            MessageId = context.MessageId ?? throw new InvalidOperationException("A message without an id can't be recognised when it is delivered twice."),
            Exchange = rabbit.Exchange,
            ContentType = (context.ContentType ?? context.Serialization.DefaultContentType).ToString(),
            Headers = JsonSerializer.Serialize(context.Headers.GetAll()
                .Where(header => header.Value is not null)
                .ToDictionary(header => header.Key, header => Convert.ToString(header.Value, System.Globalization.CultureInfo.InvariantCulture))),
            Body = context.Serializer.GetMessageBody(context).GetString(),
            DataSubjectId = (context.Message as IIntegrationEvent)?.DataSubjectId,
            Event = context.Message as IIntegrationEvent,
            CreatedAt = now,
            DueAt = now,
        };
    }
}
