using System.Reflection;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;
using Metropool.Contracts;
using Metropool.Messaging.Topology;

namespace Metropool.Messaging.Serialization;

/// <summary>Reads an event from the body of a message, outside any consumer.</summary>
/// <param name="service">The assembly of the service, which can have events of its own.</param>
internal sealed class EventReader(Assembly service)
{
    private static readonly JsonSerializerOptions Json = EventJson.Configure(new JsonSerializerOptions(SystemTextJsonMessageSerializer.Options));

    private readonly Dictionary<string, Type> _types = EventTypes.Of(service).ToDictionary(type => MessageUrn.ForTypeString(type), StringComparer.Ordinal);

    /// <summary>Reads the event in an envelope; null where it can't be read, or its type is unknown.</summary>
    public IIntegrationEvent? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            var root = envelope.RootElement;

            // The first type in the envelope is that of the event.
            return root.GetProperty("messageType")[0].GetString() is { } urn && _types.TryGetValue(urn, out var type)
                ? (IIntegrationEvent?)root.GetProperty("message").Deserialize(type, Json)
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
