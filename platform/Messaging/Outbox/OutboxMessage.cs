using System.Text.Json;
using MassTransit;
using Metropool.Contracts;

namespace Metropool.Messaging.Outbox;

/// <summary>
/// An event on its way out: written in the same transaction as the state change that it announces, deleted once the broker has confirmed it.
/// It is kept as the broker will get it, so that the relay needs no serializer and an operator can read it.
/// </summary>
internal sealed class OutboxMessage
{
    public long Id { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>Where it is published: the exchange of its type.</summary>
    public required string Exchange { get; init; }

    public required string ContentType { get; init; }

    /// <summary>The transport headers, a JSON object of strings: the publisher's trace context among them.</summary>
    public required string Headers { get; init; }

    /// <summary>The envelope, JSON.</summary>
    public required string Body { get; init; }

    /// <summary>
    /// The person whose personal data it holds, as the event itself says; null where it holds no one's. An erasure goes by this, and never by what the body
    /// mentions.
    /// </summary>
    public Guid? DataSubjectId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the relay may take it; null while it is parked: the broker refused it too often.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>How often the broker refused it.</summary>
    public int Refusals { get; init; }

    /// <summary>What the broker said when it last refused it.</summary>
    public string? LastRefusal { get; init; }

    /// <summary>The message as the transport would have sent it now.</summary>
    /// <exception cref="NotSupportedException">The message asks for something that an event never needs: a delay, an expiry, a routing key.</exception>
    public static OutboxMessage From<T>(SendContext<T> context, DateTimeOffset now)
        where T : class
    {
        if (context is not RabbitMqSendContext { RoutingKey: null or "" } rabbit || context.TimeToLive is not null || context.Delay is not null)
        {
            throw new NotSupportedException($"{typeof(T).Name} can't be sent with a delay, an expiry or a routing key: the outbox carries events.");
        }

        return new()
        {
            MessageId = context.MessageId ?? throw new InvalidOperationException("A message without an id can't be handled once."),
            Exchange = rabbit.Exchange,
            ContentType = (context.ContentType ?? context.Serialization.DefaultContentType).ToString(),
            Headers = JsonSerializer.Serialize(context.Headers.GetAll()
                .Where(header => header.Value is not null)
                .ToDictionary(header => header.Key, header => Convert.ToString(header.Value, System.Globalization.CultureInfo.InvariantCulture))),
            Body = context.Serializer.GetMessageBody(context).GetString(),
            DataSubjectId = (context.Message as IIntegrationEvent)?.DataSubjectId,
            CreatedAt = now,
            DueAt = now,
        };
    }
}
