using System.Text.Json.Nodes;

namespace Metropool.Testing.Conformance;

/// <summary>A text property in a request body.</summary>
/// <param name="Path">The path, as in a fault, such as <c>modules[0].title</c>.</param>
/// <param name="IsRequired">Whether the document requires the property and doesn't allow null.</param>
internal sealed record TextProperty(string Path, bool IsRequired);

/// <summary>Generates a request body with all described properties, and with the same text in every text property.</summary>
internal sealed class TextProperties(Func<JsonNode?, JsonObject?> resolve)
{
    private readonly List<TextProperty> _properties = [];

    public IReadOnlyList<TextProperty> Properties => _properties;

    public JsonNode? BodyWith(JsonObject schema, string text)
    {
        _properties.Clear();
        return Fill(schema, "", text, isRequired: true);
    }

    private JsonNode? Fill(JsonObject schema, string path, string text, bool isRequired)
    {
        if (schema["enum"] is JsonArray { Count: > 0 } values)
        {
            return values.First(value => value is not null)!.DeepClone();
        }

        var (type, isNullable) = TypeOf(schema);
        switch (type)
        {
            case "object":
                var required = (schema["required"] as JsonArray ?? []).Select(name => name!.ToString()).ToHashSet();
                return new JsonObject((schema["properties"] as JsonObject ?? []).Select(property =>
                    KeyValuePair.Create(
                        property.Key,
                        Fill(
                            resolve(property.Value)!,
                            path.Length == 0 ? property.Key : $"{path}.{property.Key}",
                            text,
                            required.Contains(property.Key)))));
            case "array":
                return new JsonArray([.. Enumerable.Range(0, Math.Max(1, schema["minItems"]?.GetValue<int>() ?? 0))
                    .Select(index => Fill(resolve(schema["items"])!, $"{path}[{index}]", text, true))]);
            case "integer" or "number":
                return JsonValue.Create(int.Parse(schema["minimum"]?.ToString() ?? "1", System.Globalization.CultureInfo.InvariantCulture));
            case "boolean":
                return JsonValue.Create(true);
        }

        switch (schema["format"]?.ToString())
        {
            case "uuid":
                return Guid.Parse("01900000-0000-7000-8000-00000000dead").ToString();
            case "date":
                return "2026-01-15";
            case "date-time":
                return "2026-01-15T10:00:00Z";
            case { } time when time.StartsWith("time", StringComparison.Ordinal):
                return "10:00:00";
            default:
                _properties.Add(new(path, isRequired && !isNullable));
                return text;
        }
    }

    private static (string? Type, bool IsNullable) TypeOf(JsonObject schema) => schema["type"] is JsonArray types
        ? (types.Select(type => type!.ToString()).First(type => type != "null"), true)
        : (schema["type"]?.ToString(), false);
}
