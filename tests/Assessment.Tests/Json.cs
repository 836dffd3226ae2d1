using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Http;

namespace Metropool.Assessment.Tests;

/// <summary>Speaks JSON with the service, by its own rules. Paths are below <c>/assessment/v1</c>.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = MakeOptions();

    public static Task<HttpResponseMessage> Post(this HttpClient client, string path, object? body = null) =>
        client.PostAsJsonAsync(Address(path), body ?? new { }, Options, TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> Put(this HttpClient client, string path, object body) =>
        client.PutAsJsonAsync(Address(path), body, Options, TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> Get(this HttpClient client, string path) => client.GetAsync(Address(path), TestContext.Current.CancellationToken);

    /// <summary>The body of an answer that has to be a success.</summary>
    public static async Task<T> Read<T>(this Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        return (await response.Content.ReadFromJsonAsync<T>(Options, TestContext.Current.CancellationToken))!;
    }

    /// <summary>The problem in an answer that has to be a refusal.</summary>
    public static async Task<Problem> Refused(this Task<HttpResponseMessage> answer, HttpStatusCode status, string code)
    {
        using var response = await answer;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<Problem>(text, JsonSerializerOptions.Web)!;
        Assert.Equal(code, problem.Code);
        return problem;
    }

    /// <summary>The status of an answer.</summary>
    public static async Task<HttpStatusCode> Status(this Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        return response.StatusCode;
    }

    private static Uri Address(string path) => new($"/assessment/v1{path}", UriKind.Relative);

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        JsonRules.Apply(options);
        return options;
    }
}

/// <summary>Problem details.</summary>
internal sealed record Problem(string Code, string Detail, IReadOnlyList<Fault>? Errors)
{
    public IReadOnlyList<string> Wheres => [.. (Errors ?? []).Select(error => error.Where)];
}
