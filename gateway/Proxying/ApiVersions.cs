using System.Collections.Concurrent;

namespace Metropool.Gateway.Proxying;

/// <summary>
/// The API version of the gateway's own answers. The gateway has no API; below the path of a service's API it answers in that service's place, with the version that the
/// service named last. Until the service has answered, that is the version which the gateway was released with.
/// </summary>
internal sealed class ApiVersions
{
    private const string Header = "API-Version";
    private readonly ConcurrentDictionary<string, string> _versions = new(StringComparer.OrdinalIgnoreCase);

    public void AddTo(HttpContext context)
    {
        if (Services.OfApi(context.Request.Path) is not { } service)
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
