using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Metropool.Intake.Tests;

/// <summary>Sends requests and reads answers as any client does, without the service's own types.</summary>
internal static class Json
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> FetchAgreementAsync(this HttpClient client, Guid? id) => client.Get($"/intake/v1/agreements/{id}");

    public static Task<HttpResponseMessage> FetchNominationAsync(this HttpClient client, Guid id) => client.Get($"/intake/v1/nominations/{id}");

    public static Task<HttpResponseMessage> PostAsync(
        this HttpClient client, string path, object? body = null, string? ifMatch = null, string? idempotencyKey = null) =>
        client.SendAsync(HttpMethod.Post, path, body, ifMatch, idempotencyKey);

    public static Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, object body, string? ifMatch = null) =>
        client.SendAsync(HttpMethod.Put, path, body, ifMatch, null);

    /// <summary>The version of what is at a path, to be sent as <c>If-Match</c>.</summary>
    public static async Task<string> EntityTagAsync(this HttpClient client, string path)
    {
        using var answer = await client.Get(path);
        return answer.Headers.ETag!.ToString();
    }

    /// <summary>The items of a list, whether it is an array or a page.</summary>
    public static async Task<IReadOnlyList<JsonNode>> ItemsAsync(this HttpClient client, string path)
    {
        var body = await client.Get(path).OkAsync();
        return body is JsonArray array ? [.. array.OfType<JsonNode>()] : body.Items();
    }

    /// <summary>Sends requests at the same moment, and returns the statuses of the answers in ascending order.</summary>
    public static Task<IReadOnlyList<HttpStatusCode>> AtOnceAsync(int count, Func<int, Task<HttpResponseMessage>> request) =>
        AtOnceAsync(Enumerable.Range(0, count).Select(index => (Func<Task<HttpResponseMessage>>)(() => request(index))));

    /// <summary>Sends requests at the same moment, and returns the statuses of the answers in ascending order.</summary>
    public static async Task<IReadOnlyList<HttpStatusCode>> AtOnceAsync(params IEnumerable<Func<Task<HttpResponseMessage>>> requests) =>
        [.. (await Task.WhenAll(requests.Select(request => Task.Run(() => request().Status())))).Order()];

    /// <summary>The body of an answer, which must be a success.</summary>
    public static async Task<JsonNode> OkAsync(this Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        var text = await TextAsync(answer, answer.IsSuccessStatusCode);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Fails unless the answer is 204.</summary>
    public static async Task NoContentAsync(this Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        await TextAsync(answer, answer.StatusCode == NoContent);
    }

    /// <summary>The problem details of an answer, which must be a refusal with this status and code.</summary>
    public static async Task<JsonNode> RefusedAsync(this Task<HttpResponseMessage> request, HttpStatusCode status, string code)
    {
        using var answer = await request;
        var problem = JsonNode.Parse(await TextAsync(answer, answer.StatusCode == status))!;
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, problem.Text("code"));
        return problem;
    }

    public static string? Text(this JsonNode node, string path) => node.At(path)?.ToString();

    public static int Number(this JsonNode node, string path) => node.At(path)!.GetValue<int>();

    public static bool Flag(this JsonNode node, string path) => node.At(path)!.GetValue<bool>();

    public static Guid Id(this JsonNode node, string path = "id") => node.At(path)!.GetValue<Guid>();

    public static IReadOnlyList<JsonNode> Items(this JsonNode node, string path = "items") => [.. node.At(path)!.AsArray().OfType<JsonNode>()];

    public static IEnumerable<string> Each(this JsonNode node, string path, string property) => node.Items(path).Select(item => item.Text(property)!);

    public static IEnumerable<Guid> Ids(this IEnumerable<JsonNode> items) => items.Select(item => item.Id());

    public static JsonNode? At(this JsonNode node, string path) =>
        path.Split('.').Aggregate((JsonNode?)node, (at, name) => at is null ? null : int.TryParse(name, out var index) ? at[index] : at[name]);

    private static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string path, object? body, string? ifMatch, string? idempotencyKey)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = Content(body) };
        foreach (var (name, value) in new[] { ("If-Match", ifMatch), ("Idempotency-Key", idempotencyKey) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await client.SendAsync(request, Cancellation);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer, bool isExpected)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(isExpected, $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {text}");
        return text;
    }

    private static HttpContent? Content(object? body) => body switch
    {
        null => null,
        string text => new StringContent(text, Encoding.UTF8, "application/json"),
        _ => JsonContent.Create(body, options: JsonSerializerOptions.Web),
    };
}
