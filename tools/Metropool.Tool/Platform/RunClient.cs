using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Metropool.Journey;
using Metropool.LocalServers.Control;

namespace Metropool.Tool.Platform;

/// <summary>Asks the AppHost that runs.</summary>
internal sealed class RunClient : IDisposable
{
    // A restart waits for the end of a process.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly HttpClient _http;

    private RunClient(ControlAddress address)
    {
        _http = new HttpClient { BaseAddress = address.Url, Timeout = Limit };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", address.Key);
    }

    /// <summary>The run in a home.</summary>
    /// <returns>null where nothing runs there.</returns>
    /// <exception cref="LocalServers.LocalServerException">It is another user's.</exception>
    public static RunClient? Of(string home) => ControlAddress.Read(home) is { } address ? new RunClient(address) : null;

    /// <summary>Its parts, in the order in which they are shown.</summary>
    /// <returns>null where the run has been killed.</returns>
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

    /// <summary>Ends the process of a part and starts it again.</summary>
    /// <exception cref="JourneyException">There is no such part, or it doesn't start.</exception>
    public async Task RestartAsync(string name, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync($"parts/{Uri.EscapeDataString(name)}/restart", cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            throw new JourneyException($"There is no service or server '{name}': ./metropool status shows those that there are.");
        }

        if (!answer.IsSuccessStatusCode)
        {
            throw new JourneyException($"{name} isn't restarted: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    private async Task<HttpResponseMessage> PostAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.PostAsync(new Uri(path, UriKind.Relative), null, cancellationToken);
        }
        catch (HttpRequestException)
        {
            throw new JourneyException("Metropool has ended meanwhile.");
        }
    }

    /// <summary>How the program of a service is started.</summary>
    /// <returns>null where there is no such service.</returns>
    public async Task<RunProgram?> ProgramAsync(string service, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri($"parts/{Uri.EscapeDataString(service)}/program", UriKind.Relative), cancellationToken);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? null
            : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RunProgram>(ControlAddress.Json, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
