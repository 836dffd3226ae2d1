using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Metropool.Journey.Gateway;

/// <summary>
/// Requests through the gateway. What can be repeated without harm is repeated while its answer is lost; for everything else
/// the caller says how to find out whether it happened.
/// </summary>
internal sealed class GatewayClient : IDisposable
{
    private const string ConcurrentChange = "request.concurrent-change";
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
        Patience.OnceAsync(token => ExchangeAsync<T>(session, HttpMethod.Get, path, null, token), null, cancellationToken);

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

    /// <summary>Puts something: the same again is the same.</summary>
    public Task<T> PutAsync<T>(Session session, string path, object body, CancellationToken cancellationToken)
        where T : class =>
        Patience.OnceAsync(token => ExchangeAsync<T>(session, HttpMethod.Put, path, body, token), null, cancellationToken);

    /// <summary>Posts something.</summary>
    /// <param name="session">Who.</param>
    /// <param name="path">Where, from <c>/</c> of the gateway.</param>
    /// <param name="body">What.</param>
    /// <param name="happened">Its result if it has happened, else null; null where posting the same again is the same.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<T> PostAsync<T>(Session session, string path, object? body, Func<CancellationToken, Task<T?>>? happened, CancellationToken cancellationToken)
        where T : class =>
        Patience.OnceAsync(token => ExchangeAsync<T>(session, HttpMethod.Post, path, body, token), happened, cancellationToken);

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

    private async Task<T> ExchangeAsync<T>(Session? session, HttpMethod method, string path, object? body, CancellationToken cancellationToken)
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
            throw problem.Code == ConcurrentChange
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

/// <summary>An answer whose body isn't asked for.</summary>
internal sealed record Nothing
{
    public static readonly Nothing Value = new();
}
