using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Http;

namespace Metropool.Internship.Tests;

/// <summary>Speaks JSON with the service, by its own rules.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = MakeOptions();

    public static Task<HttpResponseMessage> Post(this HttpClient client, string path, object? body = null) =>
        body is null ? client.PostAsync(Address(path), null) : client.PostAsJsonAsync(Address(path), body, Options);

    public static Task<HttpResponseMessage> Put(this HttpClient client, string path, object body) => client.PutAsJsonAsync(Address(path), body, Options);

    public static Task<HttpResponseMessage> Get(this HttpClient client, string path) => client.GetAsync(Address(path));

    public static Task<HttpResponseMessage> Delete(this HttpClient client, string path) => client.DeleteAsync(Address(path));

    /// <summary>The body of an answer that has to be a success.</summary>
    public static async Task<T> Read<T>(this Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<T>(Options))!;
    }

    /// <summary>An answer that has to be a success, of which only that matters.</summary>
    public static async Task Succeeds(this Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>The problem in an answer that has to be a refusal.</summary>
    public static async Task<Problem> Refused(this Task<HttpResponseMessage> answer, HttpStatusCode status, string code)
    {
        using var response = await answer;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<Problem>(text, JsonSerializerOptions.Web)!;
        Assert.Equal(code, problem.Code);
        return problem;
    }

    private static Uri Address(string path) => new($"/internship/v1{path}", UriKind.Relative);

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
    public IReadOnlyList<string> Codes => [.. (Errors ?? []).Select(error => error.Code)];
}
