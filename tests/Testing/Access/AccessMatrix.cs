using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Metropool.Testing.Access;

/// <summary>
/// Who may do what with a service: every endpoint, called by everybody. An endpoint without an entry fails <see cref="AssertCovers"/>. To add one, add an
/// <see cref="AccessEntry"/>.
/// </summary>
/// <param name="service">The service, the first segment of its paths.</param>
/// <param name="callers">Everybody who may come by; the first is nobody, without a token.</param>
/// <param name="entries">One for each endpoint.</param>
public sealed class AccessMatrix(string service, IReadOnlyList<string> callers, IReadOnlyList<AccessEntry> entries)
{
    /// <summary>Endpoint and caller of every cell.</summary>
    public TheoryData<string, string> Cells() => new(entries.SelectMany(entry => callers.Select(caller => (entry.Endpoint, caller))));

    /// <summary>The entry of an endpoint.</summary>
    public AccessEntry EntryOf(string endpoint) => entries.Single(entry => entry.Endpoint == endpoint);

    /// <summary>Whether the caller gets something done or shown, or is told what is wrong with what they ask.</summary>
    public bool LetsThrough(string endpoint, string caller) => ExpectationOf(endpoint, caller).LetsThrough;

    /// <summary>Fails where an endpoint has no entry, or an entry no endpoint.</summary>
    public void AssertCovers<TProgram>(ServiceFixture<TProgram> fixture)
        where TProgram : class
    {
        ArgumentNullException.ThrowIfNull(fixture);
        Assert.Equal(entries.Select(entry => entry.Endpoint).Order(StringComparer.Ordinal), fixture.EndpointNames());
        Assert.All(entries, entry => Assert.True(
            entry.Expected is null || entry.Expected.Count == callers.Count, $"{entry.Endpoint} has {entry.Expected?.Count} expectations for {callers.Count} callers."));
        Assert.All(entries, entry => Assert.Empty((entry.For ?? []).Except(callers)));
    }

    /// <summary>
    /// Calls an endpoint as somebody and looks whether the answer is as expected. A POST carries an <c>Idempotency-Key</c>, so that whatever an endpoint does is
    /// seen to happen in the transaction of its answer; what was answered is then answered again. What is shown has an <c>ETag</c>, and isn't sent twice; and where
    /// a version is demanded, another one than there is is refused.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="client">Calls as the caller.</param>
    /// <param name="fill">Puts ids in the place of what stands in braces, in path and body.</param>
    /// <param name="body">The body, where it isn't that of the entry.</param>
    public async Task CheckAsync(string endpoint, string caller, HttpClient client, Func<string, string>? fill = null, string? body = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        var (entry, expected, key) = (EntryOf(endpoint), ExpectationOf(endpoint, caller), Guid.NewGuid().ToString());
        var path = $"/{service}{(entry.Path.StartsWith('~') ? entry.Path[1..] : "/v1" + entry.Path)}";
        path = fill?.Invoke(path) ?? path;
        body ??= entry.Body is null ? null : fill?.Invoke(entry.Body) ?? entry.Body;

        if (expected.LetsThrough && entry.Method is "PUT" or "PATCH")
        {
            using var stale = await client.SendAsync(Request("If-Match", "\"another-version.of-it\""), TestContext.Current.CancellationToken);
            Assert.True(stale.StatusCode == HttpStatusCode.PreconditionFailed || stale.StatusCode == expected.Status, $"{endpoint} as {caller} with an old version: {(int)stale.StatusCode}");
        }

        using var answer = await client.SendAsync(Request("Idempotency-Key", key), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected.IsMetBy(answer.StatusCode), $"{endpoint} as {caller}: {(int)answer.StatusCode} {text}, and not {expected}");
        if ((int)answer.StatusCode >= 400)
        {
            Assert.False(string.IsNullOrEmpty(JsonNode.Parse(text)!["code"]?.ToString()), $"{endpoint} as {caller}: a problem without a code");
            return;
        }

        if (entry.Method == "POST" && caller != callers[0])
        {
            using var again = await client.SendAsync(Request("Idempotency-Key", key), TestContext.Current.CancellationToken);
            Assert.True(again.Headers.Contains("Idempotency-Replayed") || again.StatusCode == HttpStatusCode.Conflict, $"{endpoint} as {caller} was carried out twice with one key.");
            Assert.True(again.StatusCode == HttpStatusCode.Conflict || text == await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "It was answered in another way.");
        }

        if (entry.Method == "GET")
        {
            Assert.True(answer.Headers.ETag is { IsWeak: false }, $"{endpoint} as {caller} shows something without a strong ETag.");
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

    // A status; or let through or kept out, whatever the words.
    private sealed record Expectation(HttpStatusCode? Status, bool Through)
    {
        private static readonly HttpStatusCode[] Out = [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound];

        public bool LetsThrough => Status is { } status ? !Out.Contains(status) : Through;

        public bool IsMetBy(HttpStatusCode status) => Status is { } expected
            ? status == expected
            : Through ? (int)status < 500 && !Out.Contains(status) : status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound;

        public override string ToString() => Status is { } status ? $"{(int)status}" : Through ? "let through" : "403 or 404";
    }
}

/// <summary>Who may call an endpoint.</summary>
/// <param name="Endpoint">Its name.</param>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path after <c>/v1</c>, with what is filled in in braces; after <c>~</c> the path after the service.</param>
/// <param name="Body">The body, as JSON.</param>
public sealed record AccessEntry(string Endpoint, string Method, string Path, string? Body = null)
{
    /// <summary>An entry with the status for each caller.</summary>
    public AccessEntry(string endpoint, string method, string path, string? body, IReadOnlyList<HttpStatusCode> expected)
        : this(endpoint, method, path, body) => Expected = expected;

    /// <summary>An entry that names who is let through: something is done or shown, or they are told what is wrong with what they ask. Everybody else is kept out: 401, 403 or 404.</summary>
    public AccessEntry(string endpoint, string method, string path, string? body, string callers)
        : this(endpoint, method, path, body)
    {
        ArgumentNullException.ThrowIfNull(callers);
        For = callers.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The status for each caller, in their order.</summary>
    public IReadOnlyList<HttpStatusCode>? Expected { get; }

    /// <summary>Who is let through.</summary>
    public IReadOnlyList<string>? For { get; init; }

    /// <summary>Whether what is shown changes meanwhile: the time, or a list that other tests add to.</summary>
    public bool Changes { get; init; }
}
