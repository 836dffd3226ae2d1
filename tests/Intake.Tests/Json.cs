using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Metropool.Intake.Tests;

/// <summary>Calls as any client makes them, and answers as it reads them: not through the service's own types.</summary>
internal static class Json
{
    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object? body = null) =>
        client.PostAsync(new Uri(path, UriKind.Relative), Content(body), TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, object body) =>
        client.PutAsync(new Uri(path, UriKind.Relative), Content(body), TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> FetchAsync(this HttpClient client, string path) =>
        client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>The body of an answer that must have succeeded.</summary>
    public static async Task<JsonNode> OkAsync(this Task<HttpResponseMessage> answering)
    {
        using var answer = await answering;
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>An answer that must have succeeded and says nothing.</summary>
    public static async Task DoneAsync(this Task<HttpResponseMessage> answering)
    {
        using var answer = await answering;
        Assert.True(answer.StatusCode == HttpStatusCode.NoContent, $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    /// <summary>The problem of an answer that must have been refused with a status and a code.</summary>
    public static async Task<JsonNode> RefusedAsync(this Task<HttpResponseMessage> answering, HttpStatusCode status, string code)
    {
        using var answer = await answering;
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(code, problem.Text("code"));
        return problem;
    }

    public static string? Text(this JsonNode node, string path) => node.At(path)?.ToString();

    public static int Number(this JsonNode node, string path) => node.At(path)!.GetValue<int>();

    public static Guid Id(this JsonNode node, string path = "id") => node.At(path)!.GetValue<Guid>();

    public static IEnumerable<string> Each(this JsonNode node, string path, string of) => node.At(path)!.AsArray().Select(item => item!.Text(of)!);

    public static JsonNode? At(this JsonNode node, string path) =>
        path.Split('.').Aggregate((JsonNode?)node, (at, name) => at is null ? null : int.TryParse(name, out var index) ? at[index] : at[name]);

    private static HttpContent? Content(object? body) => body switch
    {
        null => null,
        string text => new StringContent(text, System.Text.Encoding.UTF8, "application/json"),
        _ => JsonContent.Create(body, options: JsonSerializerOptions.Web),
    };
}
