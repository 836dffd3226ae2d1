using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Metropool.Journey.Gateway;

/// <summary>
/// Sends requests to the gateway, and repeats them after transient failures. A POST has the same <c>Idempotency-Key</c> each time, so that it is handled once.
/// </summary>
internal sealed class GatewayClient : IDisposable
{
    // Another request changed the resource first. The version is read again, and the request is repeated.
    private static readonly string[] ConcurrencyCodes = ["request.concurrent-change", "request.version-mismatch"];

    private readonly HttpClient _http;

    public GatewayClient(Uri url, RetryPolicy retry, DelegatingHandler? messageHandler = null)
    {
        Retry = retry;
        HttpMessageHandler handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
        };
        if (messageHandler is not null)
        {
            messageHandler.InnerHandler = handler;
            handler = messageHandler;
        }

        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(url.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public RetryPolicy Retry { get; }

    public RequestRecorder Recorder { get; } = new();

    public void Dispose() => _http.Dispose();

    /// <summary>Gets a resource that must exist.</summary>
    public Task<T> GetAsync<T>(Session? session, string path, CancellationToken cancellationToken)
        where T : class =>
        Retry.RetryAsync(token => ExchangeAsync<T>(session, HttpMethod.Get, path, null, null, token), cancellationToken);

    /// <summary>Gets a resource that may not exist (yet).</summary>
    /// <returns>The resource, or null on 404.</returns>
    public async Task<T?> FindAsync<T>(Session? session, string path, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await GetAsync<T>(session, path, cancellationToken);
        }
        catch (RefusedException refused) when (refused.Problem.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Gets all pages of a list.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(Session session, string path, CancellationToken cancellationToken)
        where T : class
    {
        var all = new List<T>();
        for (var next = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=200"; next is not null;)
        {
            var page = await GetAsync<Page<T>>(session, next, cancellationToken);
            all.AddRange(page.Items);
            next = page.Next;
        }

        return all;
    }

    /// <summary>Replaces a resource. Its current version is read first.</summary>
    /// <param name="session">The session of the caller.</param>
    /// <param name="path">The path, relative to the gateway.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellationToken"></param>
    /// <param name="versionPath">The path at which the version is read, if it is not that of the resource.</param>
    public Task<T> PutAsync<T>(Session session, string path, object body, CancellationToken cancellationToken, string? versionPath = null)
        where T : class =>
        Retry.RetryAsync(
            async token =>
            {
                var conditions = new RequestConditions { Version = await VersionAsync(session, versionPath ?? path, token) };
                return await ExchangeAsync<T>(session, HttpMethod.Put, path, body, conditions, token);
            },
            cancellationToken);

    /// <summary>Sends a POST request.</summary>
    /// <param name="session">The session of the caller.</param>
    /// <param name="path">The path, relative to the gateway.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellationToken"></param>
    /// <param name="versionPath">The path at which the version is read, if the request requires one.</param>
    public Task<T> PostAsync<T>(Session session, string path, object? body, CancellationToken cancellationToken, string? versionPath = null)
        where T : class
    {
        var key = Guid.NewGuid().ToString();
        return Retry.RetryAsync(
            async token =>
            {
                var version = versionPath is null ? null : await VersionAsync(session, versionPath, token);
                return await ExchangeAsync<T>(session, HttpMethod.Post, path, body, new RequestConditions { Key = key, Version = version }, token);
            },
            cancellationToken);
    }

    /// <summary>Sends a POST request without an idempotency key, because the response contains a secret. A repeated request has another result.</summary>
    public Task<T> PostForSecretAsync<T>(Session session, string path, object body, CancellationToken cancellationToken)
        where T : class =>
        Retry.RetryAsync(token => ExchangeAsync<T>(session, HttpMethod.Post, path, body, null, token), cancellationToken);

    /// <summary>Sends a request without a token, such as those of signing in.</summary>
    public async Task<HttpResponseMessage> SendAsync(string operation, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var measured = Recorder.Measure(operation);
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            if (!TransientFailureException.IsTransient(response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                throw new TransientFailureException(operation, $"status {(int)response.StatusCode}");
            }
        }
        catch (HttpRequestException e)
        {
            throw new TransientFailureException(operation, e.Message, e);
        }
        catch (IOException e)
        {
            throw new TransientFailureException(operation, e.Message, e);
        }
        catch (SocketException e)
        {
            throw new TransientFailureException(operation, e.Message, e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientFailureException(operation, "no response in time", e);
        }
    }

    private async Task<string> VersionAsync(Session session, string path, CancellationToken cancellationToken) =>
        (await ExchangeAsync<EntityTag>(session, HttpMethod.Get, path, null, null, cancellationToken)).Value;

    private async Task<T> ExchangeAsync<T>(
        Session? session, HttpMethod method, string path, object? body, RequestConditions? conditions, CancellationToken cancellationToken)
        where T : class
    {
        var operation = RequestRecorder.NameOf(method, path);
        for (var renewed = session is null; ; renewed = true)
        {
            using var request = new HttpRequestMessage(method, path.TrimStart('/'));
            if (session is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await session.TokenAsync(cancellationToken));
            }

            if (conditions?.Key is { } key)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            if (conditions?.Version is { } version)
            {
                request.Headers.TryAddWithoutValidation("If-Match", version);
            }

            if (body is not null)
            {
                request.Content = JsonContent.Create(body, body.GetType(), options: ApiJson.Options);
            }

            using var response = await SendAsync(operation, request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return await ReadAsync<T>(operation, response, cancellationToken);
            }

            if (response.StatusCode == HttpStatusCode.Unauthorized && !renewed)
            {
                session!.DiscardToken();
                continue;
            }

            var problem = await ProblemOfAsync(response, cancellationToken);
            throw ConcurrencyCodes.Contains(problem.Code)
                ? new TransientFailureException(operation, problem.ToString())
                : new RefusedException(operation, problem);
        }
    }

    private static async Task<T> ReadAsync<T>(string operation, HttpResponseMessage response, CancellationToken cancellationToken)
        where T : class
    {
        if (typeof(T) == typeof(NoContent))
        {
            return (T)(object)NoContent.Value;
        }

        if (typeof(T) == typeof(EntityTag))
        {
            var tag = response.Headers.ETag ?? throw new JourneyException($"{operation}: the response has no ETag.");
            return (T)(object)new EntityTag(tag.ToString());
        }

        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellationToken)
                ?? throw new JourneyException($"{operation}: the response is empty.");
        }
        catch (JsonException e)
        {
            throw new JourneyException($"{operation}: the response has another format than expected: {e.Message}", e);
        }
    }

    private static async Task<Problem> ProblemOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            && JsonSerializer.Deserialize<Problem>(text, ApiJson.Options) is { } problem)
        {
            return problem with { Status = (int)response.StatusCode };
        }

        return new Problem((int)response.StatusCode, null, response.ReasonPhrase, text);
    }
}

/// <summary>The conditions of a request.</summary>
internal sealed record RequestConditions
{
    /// <summary>The idempotency key.</summary>
    public string? Key { get; init; }

    /// <summary>The version for If-Match.</summary>
    public string? Version { get; init; }
}

/// <summary>A page of a list.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A response of which only the version is read.</summary>
internal sealed record EntityTag(string Value);

/// <summary>A response whose body is not read.</summary>
internal sealed record NoContent
{
    public static readonly NoContent Value = new();
}
