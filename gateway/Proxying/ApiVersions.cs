using System.Collections.Concurrent;

namespace Metropool.Gateway.Proxying;

/// <summary>
/// Adds the API version to the gateway's own responses below the path of a service's API: the version that the service sent last. Before its first response,
/// it is the version that the gateway was released with.
/// </summary>
internal sealed class ApiVersions
{
    private const string Header = "API-Version";
    private readonly ConcurrentDictionary<string, string> _versions = new(StringComparer.OrdinalIgnoreCase);

    public void AddTo(HttpContext context)
    {
        if (Services.FromApiPath(context.Request.Path) is not { } service)
        {
            return;
        }

        var headers = context.Response.Headers;
        if (headers[Header] is [{ Length: > 0 } version])
        {
            _versions[service] = version;
        }
        else
        {
            headers[Header] = _versions.TryGetValue(service, out var last) ? last : Services.ReleasedVersionOf(service);
        }
    }
}
