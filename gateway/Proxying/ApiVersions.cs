using System.Collections.Concurrent;

namespace Metropool.Gateway.Proxying;

/// <summary>
/// The version of the API that a refusal of the gateway's stands in for. The gateway has no API, and so no version of its own; below a service's path it answers in the
/// place of that service, with the version that the service named last.
/// </summary>
internal sealed class ApiVersions
{
    private const string Header = "API-Version";
    private readonly ConcurrentDictionary<string, string> _versions = new(StringComparer.OrdinalIgnoreCase);

    public Task AddToAsync(HttpContext context)
    {
        var service = context.Request.Path.Value?.Split('/', 3) is [_, var first, ..] && Services.All.Contains(first, StringComparer.OrdinalIgnoreCase) ? first : null;
        if (service is null)
        {
            return Task.CompletedTask;
        }

        var headers = context.Response.Headers;
        if (headers[Header] is [{ Length: > 0 } version])
        {
            _versions[service] = version;
        }
        else if (context.GetEndpoint() is not null && _versions.TryGetValue(service, out var last))
        {
            headers[Header] = last;
        }

        return Task.CompletedTask;
    }
}
