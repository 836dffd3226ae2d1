using System.Text;
using System.Text.Json.Nodes;
using Metropool.Http;

namespace Metropool.Testing.Conformance;

/// <summary>Sends requests to the operations of a service, and collects the faults of the responses.</summary>
internal sealed class OperationProbe(HttpClient client, string version)
{
    private const string Json = "application/json";
    private static readonly string[] ProblemFields = ["title", "detail", "type", "code"];
    private ApiOperation? _operation;

    /// <summary>A body of one byte more than any endpoint accepts.</summary>
    public static string BodyAboveLimit { get; } = new(' ', BodyLimit.Default + 1);

    public HttpClient Client => client;

    public List<string> Faults { get; } = [];

    public void SetOperation(ApiOperation operation) => _operation = operation;

    public void Expect(bool condition, ApiOperation operation, string fault)
    {
        if (!condition)
        {
            Faults.Add($"{operation.Name}: {fault}");
        }
    }

    /// <summary>Creates a request to the current operation as the document describes it, except for the given parts.</summary>
    public HttpRequestMessage Request(string? address = null, string? body = null, string mediaType = Json, string? key = null, string? version = "*")
    {
        var operation = _operation!;
        var request = new HttpRequestMessage(operation.Method, address ?? operation.Address);
        if (operation.HasBody)
        {
            request.Content = new StringContent(body ?? operation.Body?.ToJsonString() ?? "{}", Encoding.UTF8, mediaType);
        }

        if (operation.RequiresIfMatch && version is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", version);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return request;
    }

    /// <summary>Sends a request, and checks the response: its status, headers and problem details, and whether the document describes it.</summary>
    /// <param name="description">What is sent, for the faults.</param>
    /// <param name="request">The request.</param>
    /// <param name="statuses">The expected statuses, or null for any status below 500.</param>
    /// <param name="documented">Whether the operation must describe the status.</param>
    /// <param name="code">The expected code of the problem.</param>
    /// <param name="fault">A part of the code of one of the expected faults.</param>
    /// <param name="client">The client that sends the request, if it is not the authorized one.</param>
    public async Task<HttpResponseMessage> SendAsync(
        string description,
        HttpRequestMessage request,
        int[]? statuses,
        bool documented = true,
        string? code = null,
        string? fault = null,
        HttpClient? client = null)
    {
        var answer = await (client ?? Client).SendAsync(request);
        var (status, text) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        if (statuses is null ? status >= 500 : !statuses.Contains(status))
        {
            Add($"status {status} {Shorten(text)} instead of {(statuses is null ? "less than 500" : string.Join(" or ", statuses))}");
        }

        if (documented && !_operation!.Statuses.Contains($"{status}"))
        {
            Add($"status {status}, which the document doesn't describe");
        }

        MissingHeaders(answer).ForEach(Add);
        if (status >= 400)
        {
            ProblemFaults(answer, text, status, code, fault).ForEach(Add);
        }

        return answer;

        void Add(string found) => Faults.Add($"{_operation!.Name}, {description}: {found}");
    }

    /// <summary>Sends a body, and expects a fault at each of the paths. Without paths nothing is sent, because the body could be valid.</summary>
    public async Task ExpectFaultsAsync(string description, string body, IEnumerable<string> paths)
    {
        var expected = paths.ToList();
        if (expected.Count == 0)
        {
            return;
        }

        using var answer = await SendAsync(description, Request(body: body), [400]);
        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"] as JsonArray ?? [];
        var reported = errors.Select(error => error!["where"]!.ToString()).ToHashSet();
        var missing = expected.Where(path => !reported.Contains(path)).ToList();
        Expect(missing.Count == 0, _operation!, $"{description} is not refused in {string.Join(", ", missing)}");
    }

    private List<string> MissingHeaders(HttpResponseMessage answer)
    {
        (string Name, string Part)[] required =
        [
            ("API-Version", version), ("Cache-Control", "no-"), ("Content-Security-Policy", "frame-ancestors 'none'"), ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
        ];
        return [.. required.Where(header => !HasHeader(header.Name, header.Part))
            .Select(header => $"{(int)answer.StatusCode} has no {header.Name} with {header.Part}")];

        bool HasHeader(string name, string part) =>
            answer.Headers.TryGetValues(name, out var values) && string.Join(", ", values).Contains(part, StringComparison.Ordinal);
    }

    private static List<string> ProblemFaults(HttpResponseMessage answer, string text, int status, string? code, string? fault)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return [$"{status} has no problem details but {answer.Content.Headers.ContentType} {Shorten(text)}"];
        }

        var problem = JsonNode.Parse(text)!;
        var missing = ProblemFields.Where(field => string.IsNullOrEmpty(problem[field]?.ToString()));
        List<string> faults = [.. missing.Select(field => $"the problem has no {field}")];
        if (problem["status"]?.GetValue<int>() != status)
        {
            faults.Add("the problem has another status than the response");
        }

        if (code is not null && problem["code"]?.ToString() != code)
        {
            faults.Add($"the code is {problem["code"]} instead of {code}");
        }

        var errors = problem["errors"] as JsonArray ?? [];
        if (fault is not null && !errors.Any(error => error!["code"]!.ToString().Contains(fault, StringComparison.Ordinal)))
        {
            faults.Add($"no fault has a code with '{fault}': {Shorten(text)}");
        }

        return faults;
    }

    private static string Shorten(string text) => text.Length > 300 ? text[..300] + "…" : text;
}
