using System.Text.RegularExpressions;

namespace Metropool.Intake.Tests;

/// <summary>Fills every free text of a request with a unique mark, according to the OpenAPI document.</summary>
internal sealed class MarkedTexts(JsonNode document)
{
    // Texts with a format that doesn't allow a mark.
    private static readonly HashSet<string> Formatted = ["email", "contactEmail", "code", "oin", "kvkNumber", "postalCode"];

    private readonly Dictionary<string, string> _marks = [];
    private readonly HashSet<string> _operations = [];

    /// <summary>The operations for which a request was marked.</summary>
    public IReadOnlySet<string> Operations => _operations;

    /// <summary>The operations whose request has a free text.</summary>
    public IReadOnlySet<string> OperationsWithText =>
        Requests().Where(request => TextsOf(request.Schema, "").Any()).Select(request => request.Operation).ToHashSet();

    /// <summary>Adds a mark for every free text to a request.</summary>
    public JsonObject Mark(string operation, JsonObject body)
    {
        _operations.Add(operation);
        foreach (var (path, schema) in TextsOf(Requests().Single(request => request.Operation == operation).Schema, ""))
        {
            var mark = Mark($"{operation}{path}");
            Assert.Matches(schema["pattern"]?.GetValue<string>() ?? "", mark);
            var names = path[1..].Split('.');
            var target = names[..^1].Aggregate(body, (parent, name) => parent[name] as JsonObject ?? (JsonObject)(parent[name] = new JsonObject()));
            target[names[^1]] = mark;
        }

        return body;
    }

    /// <summary>A new mark for a field.</summary>
    public string Mark(string field)
    {
        var mark = $"Merk{Guid.NewGuid().ToString("N")[..8]}";
        _marks.Add(mark, field);
        return mark;
    }

    /// <summary>The fields whose marks a text contains.</summary>
    public IEnumerable<string> SourcesIn(string text) =>
        Regex.Matches(text, "Merk[0-9a-f]{8}").Select(match => _marks.GetValueOrDefault(match.Value)).OfType<string>();

    private IEnumerable<(string Operation, JsonNode Schema)> Requests() => document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject())
        .Where(method => method.Value?["requestBody"] is not null)
        .Select(method => (method.Value!["operationId"]!.GetValue<string>(), method.Value["requestBody"]!["content"]!["application/json"]!["schema"]!));

    private IEnumerable<(string Path, JsonNode Schema)> TextsOf(JsonNode schema, string path)
    {
        if (schema["$ref"] is { } reference)
        {
            schema = document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]!;
        }

        var name = path.Split('.')[^1];
        if (schema["properties"] is JsonObject properties)
        {
            return properties.SelectMany(property => TextsOf(property.Value!, $"{path}.{property.Key}"));
        }

        if ((schema["oneOf"] ?? schema["anyOf"] ?? schema["allOf"]) is JsonArray parts)
        {
            return parts.SelectMany(part => TextsOf(part!, path));
        }

        var isText = schema["type"] is JsonArray types
            ? types.Any(type => type!.GetValue<string>() == "string")
            : schema["type"]?.GetValue<string>() == "string";
        return isText && schema["enum"] is null && schema["format"] is null && !Formatted.Contains(name) ? [(path, schema)] : [];
    }
}
