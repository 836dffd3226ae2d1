using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metropool.Journey.Gateway;

/// <summary>The JSON of the platform's APIs as a client writes and reads it: what it doesn't know it ignores.</summary>
internal static class Wire
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
