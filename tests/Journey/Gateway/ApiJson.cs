using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metropool.Journey.Gateway;

/// <summary>The JSON rules of the platform's APIs. A client ignores properties that it doesn't use.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
