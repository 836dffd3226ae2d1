using System.Text.Json.Nodes;

namespace Metropool.Testing.Conformance;

/// <summary>The OpenAPI document of a service as it is served: finds the operation of a request, and what it describes.</summary>
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

    /// <summary>What every path of the API begins with.</summary>
    public string BasePath { get; }

    /// <summary>Where the document itself is served.</summary>
    public string Address => $"{BasePath}/openapi.json";

    /// <summary>The operation of a request, HEAD being a GET without body; null where the document describes none.</summary>
    public ContractOperation? OperationOf(HttpMethod method, string path)
    {
        var (name, segments) = (method == HttpMethod.Head ? "GET" : method.Method, path[BasePath.Length..].Split('/'));

        // Of several, the one with the most literal segments, as in routing.
        return _operations.Where(operation => operation.Method == name && operation.Matches(segments)).MaxBy(operation => operation.Literals);
    }

    /// <summary>What is wrong with a JSON value by a schema of the document.</summary>
    public IEnumerable<string> Faults(JsonNode schema, string json) => _schemas.Faults(schema, json);

    /// <summary>What is wrong with text outside a body, such as a parameter.</summary>
    public IEnumerable<string> TextFaults(JsonNode schema, string text) => _schemas.TextFaults(schema, text);

    /// <summary>What is wrong with problem details where no operation is described.</summary>
    public IEnumerable<string> ProblemFaults(string json) => Faults(_document["components"]!["schemas"]!["Problem"]!, json);

    private JsonObject Resolve(JsonNode node)
    {
        while (node["$ref"]?.ToString() is { } reference)
        {
            node = reference.Split('/').Skip(1).Aggregate<string, JsonNode>(_document, (at, segment) => at[segment] ?? throw new InvalidOperationException($"{reference} leads nowhere."));
        }

        return node.AsObject();
    }
}

/// <summary>An operation of a document, with its references followed.</summary>
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
            response => (IReadOnlyList<ContractValue>)[.. (response.Value["headers"] as JsonObject ?? []).Select(header => new ContractValue(header.Key, resolve(header.Value!)))]);
    }

    public string Method { get; }

    public int Literals => _template.Count(segment => !IsParameter(segment));

    public IReadOnlyList<ContractValue> Parameters { get; }

    public JsonObject? RequestBody { get; }

    private Dictionary<string, IReadOnlyList<ContractValue>> Headers { get; }

    public bool Matches(string[] segments) => segments.Length == _template.Length && _template.Zip(segments).All(pair => IsParameter(pair.First) || pair.First == pair.Second);

    /// <summary>The texts that stand where the path has parameters.</summary>
    public IReadOnlyDictionary<string, string> PathValues(string[] segments) => _template.Zip(segments)
        .Where(pair => IsParameter(pair.First)).ToDictionary(pair => pair.First[1..^1], pair => Uri.UnescapeDataString(pair.Second));

    /// <summary>What is said of an answer: by its status, or by <c>default</c> where it is a failure; null where nothing is.</summary>
    public (JsonObject Response, IReadOnlyList<ContractValue> Headers)? ResponseOf(int status)
    {
        var key = _responses.ContainsKey($"{status}") ? $"{status}" : "default";
        return key != "default" || (status >= 400 && _responses.ContainsKey(key)) ? (_responses[key], Headers[key]) : null;
    }

    private static bool IsParameter(string segment) => segment.StartsWith('{');
}

/// <summary>A parameter of a request, or a header of an answer.</summary>
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
