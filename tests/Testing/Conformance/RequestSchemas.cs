using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Metropool.Testing.Conformance;

/// <summary>Compares the schema of a request body with the properties that the service reads.</summary>
internal static class RequestSchemas
{
    /// <summary>The properties that are described but not read, because they are computed, and those that are read but not described.</summary>
    public static IEnumerable<string> Differences(ApiOperation operation, Type type, JsonSerializerOptions options) =>
        Differences(operation, operation.BodySchema!, type, options, "", []);

    private static IEnumerable<string> Differences(
        ApiOperation operation, JsonNode schema, Type type, JsonSerializerOptions options, string where, HashSet<Type> above)
    {
        var info = options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        var described = operation.Resolve(schema)!;
        if (info.Kind == JsonTypeInfoKind.Enumerable)
        {
            return described["items"] is { } items
                ? Differences(operation, items, info.ElementType!, options, $"{where}[]", above)
                : [$"{where} is read as a list"];
        }

        if (info.Kind != JsonTypeInfoKind.Object || !above.Add(info.Type))
        {
            return [];
        }

        var properties = described["properties"] as JsonObject ?? [];
        var (read, ignored) = (info.Properties.Where(IsRead).ToList(), info.Properties.Where(property => !IsRead(property)).ToList());
        List<string> differences =
        [
            .. ignored.Where(property => properties.ContainsKey(property.Name)).Select(property => $"{where}/{property.Name} is described, but not read"),
            .. read.Where(property => !properties.ContainsKey(property.Name)).Select(property => $"{where}/{property.Name} is read, but not described"),
            .. read.Where(property => properties.ContainsKey(property.Name))
                .SelectMany(property => Differences(operation, properties[property.Name]!, property.PropertyType, options, $"{where}/{property.Name}", above)),
        ];
        above.Remove(info.Type);
        return differences;
    }

    private static bool IsRead(JsonPropertyInfo property) =>
        !property.IsExtensionData && (property.Set is not null || property.AssociatedParameter is not null);
}
