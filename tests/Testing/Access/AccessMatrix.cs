using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Metropool.Testing.Access;

/// <summary>
/// The expected access of every caller to every endpoint of a service. An endpoint without an <see cref="AccessEntry"/> fails <see cref="AssertCovers"/>.
/// </summary>
/// <param name="service">The name of the service, which is the first segment of its paths.</param>
/// <param name="callers">The names of the callers. The first one is anonymous.</param>
/// <param name="entries">The entries, one for each endpoint.</param>
public sealed class AccessMatrix(string service, IReadOnlyList<string> callers, IReadOnlyList<AccessEntry> entries)
{
    /// <summary>All combinations of endpoint and caller.</summary>
    public TheoryData<string, string> Cells() => new(entries.SelectMany(entry => callers.Select(caller => (entry.Endpoint, caller))));

    /// <summary>The entry of an endpoint.</summary>
    public AccessEntry EntryOf(string endpoint) => entries.Single(entry => entry.Endpoint == endpoint);

    /// <summary>Whether the caller is allowed to call the endpoint.</summary>
    public bool IsAllowed(string endpoint, string caller) => ExpectationOf(endpoint, caller).IsAllowed;

    /// <summary>Fails if an endpoint has no entry, or an entry no endpoint.</summary>
    public void AssertCovers<TProgram>(ServiceFixture<TProgram> fixture)
        where TProgram : class
    {
        ArgumentNullException.ThrowIfNull(fixture);
        Assert.Equal(entries.Select(entry => entry.Endpoint).Order(StringComparer.Ordinal), fixture.EndpointNames());
        Assert.All(entries, entry => Assert.True(
            entry.Expected is null || entry.Expected.Count == callers.Count,
            $"{entry.Endpoint} has {entry.Expected?.Count} expectations for {callers.Count} callers."));
        Assert.All(entries, entry => Assert.Empty((entry.For ?? []).Except(callers)));
    }

    /// <summary>
    /// Calls an endpoint and checks the status. A POST has an <c>Idempotency-Key</c>: repeated, it has the same response. The response to a GET has an
    /// <c>ETag</c>, and with <c>If-None-Match</c> the status is 304. A PUT or PATCH with an outdated version is refused.
    /// </summary>
    /// <param name="endpoint">The name of the endpoint.</param>
    /// <param name="caller">The name of the caller.</param>
    /// <param name="client">A client with the identity of the caller.</param>
    /// <param name="fill">Replaces the placeholders in path and body by ids.</param>
    /// <param name="body">The body, if it is not that of the entry.</param>
    public async Task CheckAsync(string endpoint, string caller, HttpClient client, Func<string, string>? fill = null, string? body = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        var (entry, expected, key) = (EntryOf(endpoint), ExpectationOf(endpoint, caller), Guid.NewGuid().ToString());
        var path = $"/{service}{(entry.Path.StartsWith('~') ? entry.Path[1..] : "/v1" + entry.Path)}";
        path = fill?.Invoke(path) ?? path;
        body ??= entry.Body is null ? null : fill?.Invoke(entry.Body) ?? entry.Body;

        if (expected.IsAllowed && entry.Method is "PUT" or "PATCH")
        {
            using var stale = await client.SendAsync(Request("If-Match", "\"another-version.of-it\""), TestContext.Current.CancellationToken);
            Assert.True(
                stale.StatusCode == HttpStatusCode.PreconditionFailed || stale.StatusCode == expected.Status,
                $"{endpoint} as {caller} with an outdated version: {(int)stale.StatusCode}");
        }

        using var answer = await client.SendAsync(Request("Idempotency-Key", key), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected.IsMetBy(answer.StatusCode), $"{endpoint} as {caller}: {(int)answer.StatusCode} {text} instead of {expected}");
        if ((int)answer.StatusCode >= 400)
        {
            Assert.False(string.IsNullOrEmpty(JsonNode.Parse(text)!["code"]?.ToString()), $"{endpoint} as {caller}: the problem has no code");
            return;
        }

        if (entry.Method == "POST" && caller != callers[0])
        {
            using var again = await client.SendAsync(Request("Idempotency-Key", key), TestContext.Current.CancellationToken);
            var isConflict = again.StatusCode == HttpStatusCode.Conflict;
            var repeated = await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(isConflict || again.Headers.Contains("Idempotency-Replayed"), $"{endpoint} as {caller} was executed twice with one key.");
            Assert.True(isConflict || text == repeated, $"{endpoint} as {caller} has another response when repeated.");
        }

        if (entry.Method == "GET")
        {
            Assert.True(answer.Headers.ETag is { IsWeak: false }, $"{endpoint} as {caller} has no strong ETag.");
            using var known = await client.SendAsync(Request("If-None-Match", answer.Headers.ETag.Tag), TestContext.Current.CancellationToken);
            Assert.True(known.StatusCode == HttpStatusCode.NotModified || entry.Changes, $"{endpoint} as {caller} with If-None-Match: {(int)known.StatusCode}");
        }

        HttpRequestMessage Request(string header, string value)
        {
            var request = new HttpRequestMessage(new(entry.Method), new Uri(path, UriKind.Relative));
            if (header != "Idempotency-Key" || entry.Method == "POST")
            {
                request.Headers.TryAddWithoutValidation(header, value);
            }

            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            return request;
        }
    }

    private Expectation ExpectationOf(string endpoint, string caller)
    {
        var entry = EntryOf(endpoint);
        return entry switch
        {
            { Expected: { } expected } => new(expected[callers.ToList().IndexOf(caller)], false),
            _ when entry.For!.Contains(caller) => new(null, true),
            _ when caller == callers[0] => new(HttpStatusCode.Unauthorized, false),
            _ => new(null, false),
        };
    }

    // A status, or whether the caller is allowed to call the endpoint.
    private sealed record Expectation(HttpStatusCode? Status, bool Allowed)
    {
        private static readonly HttpStatusCode[] Denied = [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound];

        public bool IsAllowed => Status is { } status ? !Denied.Contains(status) : Allowed;

        public bool IsMetBy(HttpStatusCode status) => Status is { } expected
            ? status == expected
            : Allowed
                ? (int)status < 500 && !Denied.Contains(status)
                : status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound;

        public override string ToString() => Status is { } status ? $"{(int)status}" : Allowed ? "allowed" : "403 or 404";
    }
}

/// <summary>The expected access to an endpoint.</summary>
/// <param name="Endpoint">The name of the endpoint.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path after <c>/v1</c>, with placeholders in braces. With <c>~</c> before it, the path after the name of the service.</param>
/// <param name="Body">The body, as JSON.</param>
public sealed record AccessEntry(string Endpoint, string Method, string Path, string? Body = null)
{
    /// <summary>Creates an entry with the expected status for each caller.</summary>
    public AccessEntry(string endpoint, string method, string path, string? body, IReadOnlyList<HttpStatusCode> expected)
        : this(endpoint, method, path, body) => Expected = expected;

    /// <summary>Creates an entry with the callers who are allowed. For the others 401, 403 or 404 is expected.</summary>
    public AccessEntry(string endpoint, string method, string path, string? body, string callers)
        : this(endpoint, method, path, body)
    {
        ArgumentNullException.ThrowIfNull(callers);
        For = callers.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The expected status for each caller, in the order of the callers.</summary>
    public IReadOnlyList<HttpStatusCode>? Expected { get; }

    /// <summary>The callers who are allowed.</summary>
    public IReadOnlyList<string>? For { get; init; }

    /// <summary>Whether the response changes between requests, such as the time or a list that other tests extend.</summary>
    public bool Changes { get; init; }
}
