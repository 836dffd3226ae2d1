using System.Text;
using System.Text.Json.Nodes;
using Metropool.Http;

namespace Metropool.Testing.Conformance;

/// <summary>A walk over the operations of a service: what was tried, and what was wrong with the answers.</summary>
internal sealed class Walk(HttpClient client, string version)
{
    private const string Json = "application/json";
    private static readonly string[] ProblemFields = ["title", "detail", "type", "code"];
    private ApiOperation? _at;

    /// <summary>One byte more than any endpoint takes.</summary>
    public static string TooLarge { get; } = new(' ', BodyLimit.Default + 1);

    public HttpClient Client => client;

    public List<string> Faults { get; } = [];

    public void At(ApiOperation operation) => _at = operation;

    public void Expect(bool condition, ApiOperation operation, string fault)
    {
        if (!condition)
        {
            Faults.Add($"{operation.Name}: {fault}");
        }
    }

    /// <summary>A request to where the walk is as the document describes it, but for what is given.</summary>
    public HttpRequestMessage Request(string? address = null, string? body = null, string mediaType = Json, string? key = null, string? version = "*")
    {
        var operation = _at!;
        var request = new HttpRequestMessage(operation.Method, address ?? operation.Address);
        if (operation.HasBody)
        {
            request.Content = new StringContent(body ?? operation.Body?.ToJsonString() ?? "{}", Encoding.UTF8, mediaType);
        }

        if (operation.DemandsIfMatch && version is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", version);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return request;
    }

    /// <summary>Sends a request and looks at the answer: its status, its headers, its problem details, and whether it is documented.</summary>
    /// <param name="what">What is tried.</param>
    /// <param name="request">The request.</param>
    /// <param name="statuses">What it may be answered with; null for anything that isn't a fault of ours.</param>
    /// <param name="documented">Whether the operation must describe the status.</param>
    /// <param name="code">The code that the problem must have.</param>
    /// <param name="fault">What the code of a single fault must speak of.</param>
    /// <param name="by">Who sends it.</param>
    public async Task<HttpResponseMessage> TryAsync(
        string what, HttpRequestMessage request, int[]? statuses, bool documented = true, string? code = null, string? fault = null, HttpClient? by = null)
    {
        var answer = await (by ?? client).SendAsync(request);
        var (status, text) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        void Miss(string how) => Faults.Add($"{_at!.Name}, {what}: {how}");
        if (statuses is null ? status >= 500 : !statuses.Contains(status))
        {
            Miss($"answered {status} {Shorten(text)}, and not {(statuses is null ? "less than 500" : string.Join(" or ", statuses))}");
        }

        if (documented && !_at!.Statuses.Contains($"{status}"))
        {
            Miss($"answered {status}, which the document doesn't describe");
        }

        Headers(answer).ForEach(Miss);
        if (status >= 400)
        {
            Problem(answer, text, status, code, fault).ForEach(Miss);
        }

        return answer;
    }

    /// <summary>Sends a body and expects a fault for each of the places. A body that could be fine isn't sent.</summary>
    public async Task RefusesTextAsync(string what, string body, IEnumerable<string> places)
    {
        var expected = places.ToList();
        if (expected.Count == 0)
        {
            return;
        }

        using var answer = await TryAsync(what, Request(body: body), [400]);
        var faults = (JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"] as JsonArray ?? []).Select(error => error!["where"]!.ToString()).ToHashSet();
        Expect(expected.TrueForAll(faults.Contains), _at!, $"{what} isn't refused in {string.Join(", ", expected.Where(place => !faults.Contains(place)))}");
    }

    private List<string> Headers(HttpResponseMessage answer)
    {
        (string Name, string Part)[] needed =
        [
            ("API-Version", version), ("Cache-Control", "no-"), ("Content-Security-Policy", "frame-ancestors 'none'"), ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
        ];
        return [.. needed.Where(header => !answer.Headers.TryGetValues(header.Name, out var values) || !string.Join(", ", values).Contains(header.Part, StringComparison.Ordinal))
            .Select(header => $"{(int)answer.StatusCode} has no {header.Name} with {header.Part}")];
    }

    private static List<string> Problem(HttpResponseMessage answer, string text, int status, string? code, string? fault)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return [$"{status} is no problem details but {answer.Content.Headers.ContentType} {Shorten(text)}"];
        }

        var problem = JsonNode.Parse(text)!;
        List<string> faults = [.. ProblemFields.Where(field => string.IsNullOrEmpty(problem[field]?.ToString())).Select(field => $"the problem has no {field}")];
        if (problem["status"]?.GetValue<int>() != status)
        {
            faults.Add("the problem has another status than the answer");
        }

        if (code is not null && problem["code"]?.ToString() != code)
        {
            faults.Add($"the code is {problem["code"]}, and not {code}");
        }

        if (fault is not null && (problem["errors"] as JsonArray ?? []).All(error => error!["code"]!.ToString().Contains(fault, StringComparison.Ordinal) != true))
        {
            faults.Add($"no fault speaks of '{fault}': {Shorten(text)}");
        }

        return faults;
    }

    private static string Shorten(string text) => text.Length > 300 ? text[..300] + "…" : text;
}
