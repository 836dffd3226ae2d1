using System.Text.Json;

namespace Metropool.Messaging.Serialization;

/// <summary>The JSON of events: camelCase, enums by name, unknown properties ignored, and an unknown enum value read as the member with value 0.</summary>
public static class EventJson
{
    /// <summary>Configures serializer options for events.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.WriteIndented = false;
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip;
        if (!options.Converters.OfType<TolerantEnumConverterFactory>().Any())
        {
            options.Converters.Insert(0, new TolerantEnumConverterFactory());
        }

        return options;
    }
}
