using System.Text.Json.Nodes;

namespace Metropool.Testing.Conformance;

/// <summary>The OpenAPI document that a service serves. Finds the operation of a request.</summary>
internal sealed class OpenApiContract
{
    private readonly JsonObject _document;
    private readonly ContractSchemas _schemas;
    private readonly ContractOperation[] _operations;

    public OpenApiContract(string service, string document)
    {
        (BasePath, _document) = ($"/{service}/v1", JsonNode.Parse(document)!.AsObject());
        _schemas = new(service, _document);
        _operations =
        [
            .. from path in _document["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               where operation.Key is "get" or "post" or "put" or "patch" or "delete"
               select new ContractOperation(operation.Key.ToUpperInvariant(), path.Key.Split('/'), operation.Value!.AsObject(), Resolve),
        ];
    }

    /// <summary>The prefix of all paths of the API.</summary>
    public string BasePath { get; }

    /// <summary>The path of the document.</summary>
    public string Address => $"{BasePath}/openapi.json";

    /// <summary>The operation of a request, or null. The operation of a HEAD request is that of GET.</summary>
    public ContractOperation? OperationOf(HttpMethod method, string path)
    {
        var (name, segments) = (method == HttpMethod.Head ? "GET" : method.Method, path[BasePath.Length..].Split('/'));

        // As in routing, the path with the most literal segments has priority.
        return _operations.Where(operation => operation.Method == name && operation.Matches(segments)).MaxBy(operation => operation.Literals);
    }

    /// <summary>Validates a JSON value against a schema of the document.</summary>
    public IEnumerable<string> Faults(JsonNode schema, string json) => _schemas.Faults(schema, json);

    /// <summary>Validates a text outside a body, such as a parameter.</summary>
    public IEnumerable<string> TextFaults(JsonNode schema, string text) => _schemas.TextFaults(schema, text);

    /// <summary>Validates problem details without a described operation.</summary>
    public IEnumerable<string> ProblemFaults(string json) => Faults(_document["components"]!["schemas"]!["Problem"]!, json);

    private JsonObject Resolve(JsonNode node)
    {
        while (node["$ref"]?.ToString() is { } reference)
        {
            node = reference.Split('/').Skip(1).Aggregate<string, JsonNode>(
                _document, (at, segment) => at[segment] ?? throw new InvalidOperationException($"The reference {reference} cannot be resolved."));
        }

        return node.AsObject();
    }
}

/// <summary>An operation of a document, with resolved references.</summary>
internal sealed class ContractOperation
{
    private readonly string[] _template;
    private readonly Dictionary<string, JsonObject> _responses;

    public ContractOperation(string method, string[] template, JsonObject description, Func<JsonNode, JsonObject> resolve)
    {
        (Method, _template) = (method, template);
        Parameters = [.. (description["parameters"] as JsonArray ?? []).Select(parameter => new ContractValue(resolve(parameter!)))];
        RequestBody = description["requestBody"] is { } body ? resolve(body) : null;
        _responses = description["responses"]!.AsObject().ToDictionary(response => response.Key, response => resolve(response.Value!));
        Headers = _responses.ToDictionary(
            response => response.Key,
            response => (IReadOnlyList<ContractValue>)[.. (response.Value["headers"] as JsonObject ?? [])
                .Select(header => new ContractValue(header.Key, resolve(header.Value!)))]);
    }

    public string Method { get; }

    public int Literals => _template.Count(segment => !IsParameter(segment));

    public IReadOnlyList<ContractValue> Parameters { get; }

    public JsonObject? RequestBody { get; }

    private Dictionary<string, IReadOnlyList<ContractValue>> Headers { get; }

    public bool Matches(string[] segments) =>
        segments.Length == _template.Length && _template.Zip(segments).All(pair => IsParameter(pair.First) || pair.First == pair.Second);

    /// <summary>The values of the path parameters.</summary>
    public IReadOnlyDictionary<string, string> PathValues(string[] segments) => _template.Zip(segments)
        .Where(pair => IsParameter(pair.First)).ToDictionary(pair => pair.First[1..^1], pair => Uri.UnescapeDataString(pair.Second));

    /// <summary>The description of a response: that of its status, or <c>default</c> for an error, or null.</summary>
    public (JsonObject Response, IReadOnlyList<ContractValue> Headers)? ResponseOf(int status)
    {
        var key = _responses.ContainsKey($"{status}") ? $"{status}" : "default";
        return key != "default" || (status >= 400 && _responses.ContainsKey(key)) ? (_responses[key], Headers[key]) : null;
    }

    private static bool IsParameter(string segment) => segment.StartsWith('{');
}

/// <summary>A parameter of a request, or a header of a response.</summary>
internal sealed record ContractValue(string Name, string In, bool IsRequired, JsonNode Schema)
{
    public ContractValue(JsonObject parameter)
        : this(parameter["name"]!.ToString(), parameter)
    {
    }

    public ContractValue(string name, JsonObject described)
        : this(name, described["in"]?.ToString() ?? "header", described["required"]?.GetValue<bool>() == true, described["schema"]!)
    {
    }
}
