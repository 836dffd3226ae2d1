using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Metropool.Journey.Gateway;

/// <summary>
/// Requests through the gateway, repeated while their answer is lost. A POST carries an <c>Idempotency-Key</c>: the same one every time, so that it happens once.
/// </summary>
internal sealed class GatewayClient : IDisposable
{
    // Somebody else was faster: read again, and again.
    private static readonly string[] Overtaken = ["request.concurrent-change", "request.version-mismatch"];

    private readonly HttpClient _http;

    public GatewayClient(Uri url, Patience patience, DelegatingHandler? through = null)
    {
        Patience = patience;
        HttpMessageHandler handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
        };
        if (through is not null)
        {
            through.InnerHandler = handler;
            handler = through;
        }

        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(url.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public Patience Patience { get; }

    public RequestStatistics Statistics { get; } = new();

    public void Dispose() => _http.Dispose();

    /// <summary>Asks for what must be there.</summary>
    public Task<T> GetAsync<T>(Session? session, string path, CancellationToken cancellationToken)
        where T : class =>
        Patience.OnceAsync(token => ExchangeAsync<T>(session, HttpMethod.Get, path, null, null, token), cancellationToken);

    /// <summary>Asks for what may not be there (yet): null on 404.</summary>
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

    /// <summary>Asks for all parts of a list.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(Session session, string path, CancellationToken cancellationToken)
        where T : class
    {
        var all = new List<T>();
        for (var next = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=200"; next is not null;)
        {
            var part = await GetAsync<Part<T>>(session, next, cancellationToken);
            all.AddRange(part.Items);
            next = part.Next;
        }

        return all;
    }

    /// <summary>Puts something in the place of what is there. What somebody else put there meanwhile is read first.</summary>
    /// <param name="session">Who.</param>
    /// <param name="path">Where, from <c>/</c> of the gateway.</param>
    /// <param name="body">What.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="shownAt">Where what it replaces is read; at the same address unless given.</param>
    public Task<T> PutAsync<T>(Session session, string path, object body, CancellationToken cancellationToken, string? shownAt = null)
        where T : class =>
        Patience.OnceAsync(
            async token => await ExchangeAsync<T>(session, HttpMethod.Put, path, body, new() { Version = await VersionAsync(session, shownAt ?? path, token) }, token), cancellationToken);

    /// <summary>Posts something.</summary>
    /// <param name="session">Who.</param>
    /// <param name="path">Where, from <c>/</c> of the gateway.</param>
    /// <param name="body">What.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="shownAt">Where what it is about is read first, if that must not have changed.</param>
    public Task<T> PostAsync<T>(Session session, string path, object? body, CancellationToken cancellationToken, string? shownAt = null)
        where T : class
    {
        var key = Guid.NewGuid().ToString();
        return Patience.OnceAsync(
            async token => await ExchangeAsync<T>(
                session, HttpMethod.Post, path, body, new() { Key = key, Version = shownAt is null ? null : await VersionAsync(session, shownAt, token) }, token),
            cancellationToken);
    }

    /// <summary>Posts what answers with a secret that is told once: sent again it is another request, with another result.</summary>
    public Task<T> PostForSecretAsync<T>(Session session, string path, object body, CancellationToken cancellationToken)
        where T : class =>
        Patience.OnceAsync(token => ExchangeAsync<T>(session, HttpMethod.Post, path, body, null, token), cancellationToken);

    /// <summary>A request outside the APIs, such as those of signing in: no token, no reading of the body.</summary>
    public async Task<HttpResponseMessage> SendAsync(string operation, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var measured = Statistics.Measure(operation);
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            if (!AnswerLostException.IsPassing(response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                throw new AnswerLostException(operation, $"answered {(int)response.StatusCode}");
            }
        }
        catch (HttpRequestException e)
        {
            throw new AnswerLostException(operation, e.Message, e);
        }
        catch (IOException e)
        {
            throw new AnswerLostException(operation, e.Message, e);
        }
        catch (SocketException e)
        {
            throw new AnswerLostException(operation, e.Message, e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AnswerLostException(operation, "no answer in time", e);
        }
    }

    private async Task<string> VersionAsync(Session session, string path, CancellationToken cancellationToken) =>
        (await ExchangeAsync<Tag>(session, HttpMethod.Get, path, null, null, cancellationToken)).Value;

    private async Task<T> ExchangeAsync<T>(Session? session, HttpMethod method, string path, object? body, Conditions? conditions, CancellationToken cancellationToken)
        where T : class
    {
        var operation = RequestStatistics.NameOf(method, path);
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
                request.Content = JsonContent.Create(body, body.GetType(), options: Wire.Json);
            }

            using var response = await SendAsync(operation, request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return await ReadAsync<T>(operation, response, cancellationToken);
            }

            if (response.StatusCode == HttpStatusCode.Unauthorized && !renewed)
            {
                session!.Forget();
                continue;
            }

            var problem = await ProblemOfAsync(response, cancellationToken);
            throw Overtaken.Contains(problem.Code)
                ? new AnswerLostException(operation, problem.ToString())
                : new RefusedException(operation, problem);
        }
    }

    private static async Task<T> ReadAsync<T>(string operation, HttpResponseMessage response, CancellationToken cancellationToken)
        where T : class
    {
        if (typeof(T) == typeof(Nothing))
        {
            return (T)(object)Nothing.Value;
        }

        if (typeof(T) == typeof(Tag))
        {
            return (T)(object)new Tag(response.Headers.ETag?.ToString() ?? throw new JourneyException($"{operation}: an answer without an ETag."));
        }

        try
        {
            return await response.Content.ReadFromJsonAsync<T>(Wire.Json, cancellationToken)
                ?? throw new JourneyException($"{operation}: an empty answer.");
        }
        catch (JsonException e)
        {
            throw new JourneyException($"{operation}: the answer isn't what was expected: {e.Message}", e);
        }
    }

    private static async Task<Problem> ProblemOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            && JsonSerializer.Deserialize<Problem>(text, Wire.Json) is { } problem)
        {
            return problem with { Status = (int)response.StatusCode };
        }

        return new Problem((int)response.StatusCode, null, response.ReasonPhrase, text);
    }
}

/// <summary>Under what conditions something is done.</summary>
internal sealed record Conditions
{
    /// <summary>Under which key it happens once.</summary>
    public string? Key { get; init; }

    /// <summary>Which version it is about.</summary>
    public string? Version { get; init; }
}

/// <summary>A part of a list.</summary>
internal sealed record Part<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>An answer of which the version alone is asked for.</summary>
internal sealed record Tag(string Value);

/// <summary>An answer whose body isn't asked for.</summary>
internal sealed record Nothing
{
    public static readonly Nothing Value = new();
}
