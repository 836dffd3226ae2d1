using System.Text.Json.Nodes;

namespace Metropool.Testing.Conformance;

/// <summary>An operation of an OpenAPI document. Generates requests from its description.</summary>
internal sealed class ApiOperation(JsonObject document, string basePath, string path, string method, JsonObject description)
{
    private static readonly Guid UnknownId = Guid.Parse("01900000-0000-7000-8000-00000000dead");

    public string Name => $"{method} {path}";

    public HttpMethod Method => new(method);

    public JsonObject Description => description;

    public bool IsGet => method == "GET";

    public bool IsPost => method == "POST";

    public bool IsAnonymous => description["security"] is JsonArray { Count: 0 };

    public bool HasBody => description["requestBody"] is not null;

    public bool IsPage =>
        Success is { } schema && schema["properties"] is JsonObject properties && properties.ContainsKey("items") && properties.ContainsKey("next");

    public bool IsArray => Success is { } success && TypeOf(success) == "array";

    public bool RequiresIfMatch => Header("If-Match")?["required"]?.GetValue<bool>() == true;

    public bool HasIdempotencyKey => Header("Idempotency-Key") is not null;

    public IReadOnlyCollection<string> Statuses => [.. description["responses"]!.AsObject().Select(response => response.Key)];

    public IEnumerable<JsonObject> Parameters => (description["parameters"] as JsonArray ?? []).Select(parameter => parameter!.AsObject());

    /// <summary>The address with unknown ids and all required query parameters.</summary>
    public string Address => Build(null, null);

    /// <summary>The address with unknown ids and without query parameters.</summary>
    public string AddressWithoutQuery => Address.Split('?')[0];

    /// <summary>A body with the required properties, or null.</summary>
    public JsonNode? Body => HasBody ? Sample(BodySchema!) : null;

    public JsonObject? BodySchema => HasBody ? Resolve(description["requestBody"]!["content"]!["application/json"]!["schema"]) : null;

    private JsonObject? Success => description["responses"]!.AsObject().Where(response => response.Key.StartsWith('2'))
        .Select(response => Resolve(response.Value!["content"]?["application/json"]?["schema"])).FirstOrDefault(schema => schema is not null);

    public bool HasParameter(string parameter) => Parameters.Any(known => known["name"]!.ToString() == parameter);

    public JsonObject SchemaOf(JsonObject parameter) => Resolve(parameter["schema"])!;

    /// <summary>The address with a value for a parameter.</summary>
    public string AddressWith(JsonObject parameter, string value) => AddressWithRaw(parameter, Uri.EscapeDataString(value));

    /// <summary>The address with a value for a parameter, which is not escaped.</summary>
    public string AddressWithRaw(JsonObject parameter, string value) => Build(parameter["name"]!.ToString(), value);

    /// <summary>A body with all properties, and with one item in each list.</summary>
    public JsonNode? FullBody => HasBody ? Sample(BodySchema!, isFull: true) : null;

    public JsonObject ItemSchema(JsonObject schema) => Resolve(schema["items"])!;

    public string? TypeOf(JsonNode? schema) => Resolve(schema)?["type"] switch
    {
        JsonArray types => types.Select(type => type!.ToString()).Single(type => type != "null"),
        var type => type?.ToString(),
    };

    /// <summary>A body with a duplicate property, or null if the body is not an object.</summary>
    public string? BodyWithDuplicate()
    {
        var (open, close, schema) = TypeOf(BodySchema) == "array" ? ("[", "]", ItemSchema(BodySchema!)) : ("", "", BodySchema!);
        if (schema["properties"] is not JsonObject properties)
        {
            return null;
        }

        // Prefers a property whose sample value is valid, so that the duplicate is the only fault.
        var (name, of) = properties.OrderBy(property => TypeOf(Resolve(property.Value)!) is "boolean" or "integer" ? 0 : 1).First();
        var value = Sample(Resolve(of)!)?.ToJsonString() ?? "null";
        return $$"""{{open}}{ "{{name}}": {{value}}, "{{name}}": {{value}} }{{close}}""";
    }

    /// <summary>A body with all properties, and with the same text in every text property.</summary>
    public (string Body, IReadOnlyList<TextProperty> Properties) BodyWithText(string text)
    {
        var texts = new TextProperties(Resolve);
        return (texts.BodyWith(BodySchema!, text)?.ToJsonString() ?? "null", texts.Properties);
    }

    private JsonObject? Header(string name) =>
        Parameters.FirstOrDefault(parameter => parameter["in"]!.ToString() == "header" && parameter["name"]!.ToString() == name);

    private string Build(string? name, string? value)
    {
        var (address, query) = (basePath + path, new List<string>());
        foreach (var parameter in Parameters)
        {
            var known = parameter["name"]!.ToString();
            var written = known == name ? value! : Uri.EscapeDataString(Sample(SchemaOf(parameter))!.ToString());
            switch (parameter["in"]!.ToString())
            {
                case "path":
                    address = address.Replace($"{{{known}}}", written, StringComparison.Ordinal);
                    break;
                case "query" when known == name || parameter["required"]?.GetValue<bool>() == true:
                    query.Add($"{known}={written}");
                    break;
            }
        }

        return query.Count == 0 ? address : $"{address}?{string.Join('&', query)}";
    }

    private JsonNode? Sample(JsonObject schema, bool isFull = false)
    {
        if (schema["enum"] is JsonArray { Count: > 0 } values)
        {
            return values[0]?.DeepClone();
        }

        return TypeOf(schema) switch
        {
            "integer" or "number" => JsonValue.Create(int.Parse(schema["minimum"]?.ToString() ?? "1", System.Globalization.CultureInfo.InvariantCulture)),
            "boolean" => JsonValue.Create(true),
            "array" => new JsonArray([.. Enumerable.Range(0, schema["minItems"]?.GetValue<int>() ?? (isFull ? 1 : 0))
                .Select(_ => Resolve(schema["items"]) is { } items ? Sample(items, isFull) : null)]),
            "object" => new JsonObject(NamesIn(schema, isFull)
                .Select(name => KeyValuePair.Create(name, Sample(Resolve(schema["properties"]![name])!, isFull)))),
            _ => Text(schema),
        };
    }

    private static IEnumerable<string> NamesIn(JsonObject schema, bool isFull) =>
        isFull
            ? (schema["properties"] as JsonObject ?? []).Select(property => property.Key)
            : (schema["required"] as JsonArray ?? []).Select(name => name!.ToString());

    private static JsonNode Text(JsonObject schema) => schema["format"]?.ToString() switch
    {
        "uuid" => UnknownId.ToString(),
        "date" => "2026-01-15",
        "date-time" => "2026-01-15T10:00:00Z",
        "time-local" => "10:00:00",
        "email" => "person@example.org",
        _ => new string('x', schema["minLength"]?.GetValue<int>() is { } least and > 0 ? least : 1),
    };

    // A nullable reference is in oneOf or allOf.
    public JsonObject? Resolve(JsonNode? schema) => schema switch
    {
        null => null,
        JsonObject { } known when known["$ref"]?.ToString() is { } reference => Resolve(document["components"]!["schemas"]![reference.Split('/')[^1]]),
        JsonObject { } known when (known["oneOf"] ?? known["allOf"] ?? known["anyOf"]) is JsonArray several =>
            Resolve(several.FirstOrDefault(one => one!["$ref"] is not null) ?? several[0]),
        _ => schema.AsObject(),
    };
}
