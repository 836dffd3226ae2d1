using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Metropool.Journey;
using Metropool.LocalServers.Control;

namespace Metropool.Tool.Platform;

/// <summary>A client of the running AppHost.</summary>
internal sealed class RunClient : IDisposable
{
    // A restart waits until the process has ended.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(2);
    private readonly HttpClient _http;

    private RunClient(ControlAddress address)
    {
        _http = new HttpClient { BaseAddress = address.Url, Timeout = RequestTimeout };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", address.Key);
    }

    /// <summary>The client for the run in a home folder.</summary>
    /// <returns>null if nothing is running there.</returns>
    /// <exception cref="LocalServers.LocalServerException">The run belongs to another user.</exception>
    public static RunClient? Of(string home) => ControlAddress.Read(home) is { } address ? new RunClient(address) : null;

    /// <summary>The parts of the run, in display order.</summary>
    /// <returns>null if the run has been killed.</returns>
    public async Task<IReadOnlyList<RunPart>?> PartsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _http.GetFromJsonAsync<RunPart[]>(new Uri("parts", UriKind.Relative), ControlAddress.Json, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return null;
        }
    }

    /// <summary>Restarts the process of a part.</summary>
    /// <exception cref="JourneyException">The part is unknown or isn't healthy within two minutes.</exception>
    public async Task RestartAsync(string name, CancellationToken cancellationToken)
    {
        using var response = await PostRestartAsync(name, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            throw new JourneyException($"Service or server '{name}' not found. ./metropool status lists them.");
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new JourneyException($"{name} could not be restarted: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    private async Task<HttpResponseMessage> PostRestartAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.PostAsync(new Uri($"parts/{Uri.EscapeDataString(name)}/restart", UriKind.Relative), null, cancellationToken);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new JourneyException($"{name} isn't healthy after {RequestTimeout.TotalSeconds} seconds. ./metropool status shows its state.");
        }
        catch (HttpRequestException)
        {
            throw new JourneyException("Metropool was stopped during the request.");
        }
    }

    /// <summary>The program of a service, with its settings.</summary>
    /// <returns>null if the service is unknown or was never started.</returns>
    public async Task<RunProgram?> ProgramAsync(string service, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri($"parts/{Uri.EscapeDataString(service)}/program", UriKind.Relative), cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null
            : await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RunProgram>(ControlAddress.Json, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
