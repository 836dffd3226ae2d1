using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Metropool.Testing;

/// <summary>
/// Checks every response in a test: no instant is more precise than the database, and the response to a creation or a replacement is equal to that of a
/// subsequent GET, with the same entity tag.
/// </summary>
public sealed partial class StoredResponseHandler : DelegatingHandler
{
    private static readonly AsyncLocal<bool> ConcurrentChanges = new();

    /// <summary>Disables the comparison for the rest of a test with concurrent changes of the same resource.</summary>
    public static void AllowConcurrentChanges() => ConcurrentChanges.Value = true;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType != "application/json")
        {
            return answer;
        }

        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        Assert.False(
            FinerThanMicroseconds().IsMatch(text),
            $"{request.Method} {request.RequestUri} has an instant that is more precise than the database: {text}");
        if (!ConcurrentChanges.Value && AddressOf(request, answer) is { } address && answer.Headers.ETag is { } tag)
        {
            using var read = new HttpRequestMessage(HttpMethod.Get, new Uri(request.RequestUri!, address));
            foreach (var (name, values) in request.Headers.Where(header => header.Key is not ("If-Match" or "Idempotency-Key")))
            {
                read.Headers.TryAddWithoutValidation(name, values);
            }

            using var stored = await base.SendAsync(read, cancellationToken);
            var storedText = await stored.Content.ReadAsStringAsync(cancellationToken);
            if (stored.StatusCode == HttpStatusCode.OK && stored.Content.Headers.ContentType?.MediaType == "application/json"
                && HaveSameProperties(text, storedText))
            {
                Assert.Equal((text, tag.Tag), (storedText, stored.Headers.ETag?.Tag));
            }
        }

        return answer;
    }

    private static Uri? AddressOf(HttpRequestMessage request, HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.Created when !answer.Headers.Contains("Idempotency-Replayed") => answer.Headers.Location,
        HttpStatusCode.OK when request.Method == HttpMethod.Put => request.RequestUri,
        _ => null,
    };

    // The resource at the address can have another representation than the response.
    private static bool HaveSameProperties(string text, string stored) =>
        JsonNode.Parse(text) is JsonObject answered && JsonNode.Parse(stored) is JsonObject read
        && answered.Select(property => property.Key).SequenceEqual(read.Select(property => property.Key));

    [GeneratedRegex(@"""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}")]
    private static partial Regex FinerThanMicroseconds();
}
