using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metropool.Scheduling.Tests;

internal static class Requests
{
    private static readonly JsonSerializerOptions Sent = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Sends a request that must succeed.</summary>
    public static async Task<JsonElement> SendOkAsync(this HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var response = await client.SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text.Length == 0 ? "null" : text).RootElement;
    }

    /// <summary>Sends a request that must be refused with a code.</summary>
    public static async Task<JsonElement> SendRefusedAsync(this HttpClient client, HttpMethod method, string path, object? body, string code)
    {
        using var response = await client.SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.False(response.IsSuccessStatusCode, $"{method} {path} was not refused: {text}");
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }

    public static async Task<HttpResponseMessage> SendAsync(this HttpClient client, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Sent);
        return await client.SendAsync(request);
    }

    /// <summary>The faults of a problem: where and code.</summary>
    public static IReadOnlyList<string> Faults(this JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("where").GetString()} {e.GetProperty("code").GetString()}")];
}
