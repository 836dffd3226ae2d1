using System.Text;
using Metropool.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Metropool.Gateway.Limits;

/// <summary>
/// Kestrel's limits of a connection. Invalid HTTP (400), requests above these limits (414, 431) and slow requests (408) get a response without a body, because
/// there is no request context for a problem document. Clients usually meet the lower <see cref="HeaderLimits"/> and <see cref="RequestBodyLimits"/>.
/// </summary>
internal static class ServerLimits
{
    public static void AddServerLimits(this IServiceCollection services) =>
        services.Configure<KestrelServerOptions>(options =>
        {
            // Includes the cookies of other applications on the host, which are not forwarded.
            options.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            options.Limits.MaxRequestHeaderCount = 128;
            options.Limits.MaxRequestLineSize = 16 * 1024;
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);

            // Slower clients would keep connections to the gateway and the service in use.
            options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            options.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

            // Kestrel closes the connection of a client that is still sending, so that the response is lost. RequestBodyLimits has the limit.
            options.Limits.MaxRequestBodySize = null;

            // Preserves the bytes of header values. The services use the same encoding.
            options.RequestHeaderEncodingSelector = RequestHeaders.EncodingOf;
            options.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;

            // Clients need not know the server's product.
            options.AddServerHeader = false;

            // No API uses WebSockets.
            options.Limits.MaxConcurrentUpgradedConnections = 0;
        });
}
