using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Metropool.Testing.Conformance;

/// <summary>
/// The compiled schemas of a document. OpenAPI 3.1 uses JSON Schema 2020-12. Two rules are added: formats are validated, and additional properties are not
/// allowed, because the documents of the platform describe all properties.
/// </summary>
internal sealed class ContractSchemas
{
    private const string Components = "#/components/schemas/";
    private static readonly string[] Combining = ["allOf", "anyOf", "oneOf", "$ref"];
    private static readonly FormatRegistry Formats = KnownFormats();
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true, FormatRegistry = Formats };
    private readonly BuildOptions _build = new() { SchemaRegistry = new(), Dialect = Dialect.Draft202012 };
    private readonly ConcurrentDictionary<string, JsonSchema> _compiled = new(StringComparer.Ordinal);
    private readonly Uri _home;

    public ContractSchemas(string service, JsonObject document)
    {
        _home = new($"https://metropool.example/{service}");
        var components = Prepare(document["components"]!["schemas"]!);
        _ = JsonSchema.FromText(new JsonObject { ["$id"] = _home.ToString(), ["$defs"] = components }.ToJsonString(), _build);
    }

    /// <summary>Validates a JSON value.</summary>
    public IEnumerable<string> Faults(JsonNode schema, string json)
    {
        JsonElement value;
        try
        {
            value = JsonElement.Parse(json);
        }
        catch (JsonException exception)
        {
            return [$"is invalid JSON: {exception.Message}"];
        }

        return Faults(schema, value);
    }

    /// <summary>Validates a text outside a body. By its schema it can be a number, a boolean or a string.</summary>
    public IEnumerable<string> TextFaults(JsonNode schema, string text)
    {
        // Valid as a JSON literal, or as a string.
        if (text is "true" or "false" || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            try
            {
                var literal = JsonElement.Parse(text);
                if (Faults(schema, literal).Count == 0)
                {
                    return [];
                }
            }
            catch (JsonException)
            {
                // "NaN" and "+1" are numbers in .NET, but not in JSON.
            }
        }

        return Faults(schema, JsonSerializer.SerializeToElement(text));
    }

    private List<string> Faults(JsonNode schema, JsonElement value)
    {
        var result = _compiled.GetOrAdd(schema.ToJsonString(), _ => JsonSchema.FromText(Prepare(schema).ToJsonString(), _build)).Evaluate(value, Options);
        if (result.IsValid)
        {
            return [];
        }

        // Failures below a valid schema are not faults: only one schema of oneOf has to be valid.
        var details = result.Details ?? [];
        var valid = details.Where(detail => detail.IsValid).Select(detail => (Path: $"{detail.EvaluationPath}/", At: $"{detail.InstanceLocation}/")).ToList();
        var faults = details
            .Where(detail => !detail.IsValid && detail.Errors is not null
                && !valid.Exists(above => $"{detail.EvaluationPath}/".StartsWith(above.Path, StringComparison.Ordinal)
                    && $"{detail.InstanceLocation}/".StartsWith(above.At, StringComparison.Ordinal)))
            .SelectMany(detail => detail.Errors!
                .Select(error => $"{Where(detail)}: {(error.Key.Length == 0 ? "is not described" : error.Value)} ({detail.EvaluationPath})"));
        return [.. faults.DefaultIfEmpty("the value is not valid")];
    }

    private static string Where(EvaluationResults detail) => detail.InstanceLocation.ToString() is { Length: > 0 } path ? path : "the value";

    private JsonNode Prepare(JsonNode schema)
    {
        var copy = schema.DeepClone();
        Close(copy);
        return copy;
    }

    private void Close(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                {
                    Close(item);
                }

                break;

            case JsonObject schema:
                if (schema["$ref"] is JsonValue reference && reference.ToString().StartsWith(Components, StringComparison.Ordinal))
                {
                    schema["$ref"] = $"{_home}#/$defs/{reference.ToString()[Components.Length..]}";
                }

                if (schema["format"] is JsonValue format && Formats.Get(format.ToString()) is null or UnknownFormat)
                {
                    throw new InvalidOperationException($"The format {schema["format"]} is unknown, so it would not be validated. Add it to KnownFormats.");
                }

                if (schema["properties"] is JsonObject && !schema.ContainsKey("additionalProperties") && !Combining.Any(schema.ContainsKey))
                {
                    schema["additionalProperties"] = false;
                }

                foreach (var (_, member) in schema.ToList())
                {
                    Close(member);
                }

                break;
        }
    }

    // Formats of the OpenAPI registry (https://spec.openapis.org/registry/format/). The library knows those of JSON Schema.
    private static FormatRegistry KnownFormats()
    {
        var formats = new FormatRegistry();
        formats.Register(new PredicateFormat("int32", value => value.ValueKind != JsonValueKind.Number || value.TryGetInt32(out _)));
        formats.Register(new PredicateFormat("int64", value => value.ValueKind != JsonValueKind.Number || value.TryGetInt64(out _)));
        formats.Register(new PredicateFormat("double", value => value.ValueKind != JsonValueKind.Number || value.TryGetDouble(out _)));
        formats.Register(new PredicateFormat("time-local", value => value.ValueKind != JsonValueKind.String
            || TimeOnly.TryParseExact(value.GetString(), ["HH:mm:ss", "HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _)));
        return formats;
    }
}
