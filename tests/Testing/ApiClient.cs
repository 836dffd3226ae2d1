using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Metropool.Http;
using Xunit;

namespace Metropool.Testing;

/// <summary>Sends requests to a service and reads its responses, with the JSON rules of the platform.</summary>
public static class ApiClient
{
    private static readonly JsonSerializerOptions Options = CreateOptions();

    // The rules for reading require what anonymous objects, which many requests are, don't have.
    private static readonly JsonSerializerOptions RequestOptions = new(Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Sends a POST request, without a body if none is given.</summary>
    public static Task<HttpResponseMessage> Post(this HttpClient client, string path, object? body = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        return body is null ? client.PostAsync(Address(path), null, Cancellation) : client.PostAsJsonAsync(Address(path), body, RequestOptions, Cancellation);
    }

    /// <summary>Sends a form in a POST request.</summary>
    public static Task<HttpResponseMessage> PostForm(this HttpClient client, string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.PostAsync(Address(path), new FormUrlEncodedContent(fields), Cancellation);
    }

    /// <summary>Sends a PUT request, with a version as <c>If-Match</c> if one is given.</summary>
    public static async Task<HttpResponseMessage> Put(this HttpClient client, string path, object body, string? ifMatch = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var request = new HttpRequestMessage(HttpMethod.Put, Address(path)) { Content = JsonContent.Create(body, options: RequestOptions) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request, Cancellation);
    }

    /// <summary>Sends a GET request.</summary>
    public static Task<HttpResponseMessage> Get(this HttpClient client, string path)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.GetAsync(Address(path), Cancellation);
    }

    /// <summary>Sends a DELETE request.</summary>
    public static Task<HttpResponseMessage> Delete(this HttpClient client, string path)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.DeleteAsync(Address(path), Cancellation);
    }

    /// <summary>Reads the body of a response, which must be a success.</summary>
    public static async Task<T> Read<T>(this Task<HttpResponseMessage> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var response = await answer;
        await AssertSuccessAsync(response);
        return (await response.Content.ReadFromJsonAsync<T>(Options, Cancellation))!;
    }

    /// <summary>Asserts that a response is a success.</summary>
    public static async Task Succeeds(this Task<HttpResponseMessage> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var response = await answer;
        await AssertSuccessAsync(response);
    }

    /// <summary>Reads the problem details of a response, which must be a refusal.</summary>
    public static async Task<Problem> Refused(this Task<HttpResponseMessage> answer, HttpStatusCode status, string code)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var response = await answer;
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<Problem>(text, JsonSerializerOptions.Web)!;
        Assert.Equal(code, problem.Code);
        return problem;
    }

    /// <summary>Reads the status of a response.</summary>
    public static async Task<HttpStatusCode> Status(this Task<HttpResponseMessage> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var response = await answer;
        return response.StatusCode;
    }

    private static async Task AssertSuccessAsync(HttpResponseMessage response) =>
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(Cancellation)}");

    private static Uri Address(string path) => new(path, UriKind.Relative);

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        JsonRules.Apply(options);
        return options;
    }
}

/// <summary>The problem details of a refusal.</summary>
public sealed record Problem(string Code, string Detail, IReadOnlyList<Fault>? Errors)
{
    /// <summary>The locations of the faults.</summary>
    public IReadOnlyList<string> Locations => [.. (Errors ?? []).Select(error => error.Where)];

    /// <summary>The codes of the faults.</summary>
    public IReadOnlyList<string> Codes => [.. (Errors ?? []).Select(error => error.Code)];
}
