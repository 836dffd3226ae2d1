using System.Text;
using Metropool.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Metropool.Gateway.Limits;

/// <summary>
/// What a connection may cost. The server itself answers what isn't HTTP (400), exceeds these limits (414, 431) or comes too slowly (408), with an empty body: there is no
/// request yet that could have a problem document. The limits that a client meets are lower: <see cref="HeaderLimits"/>, <see cref="RequestBodies"/>.
/// </summary>
internal static class ServerLimits
{
    public static void AddServerLimits(this IServiceCollection services) =>
        services.Configure<KestrelServerOptions>(options =>
        {
            // Room for the cookies of other applications on the host, which go no further.
            options.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            options.Limits.MaxRequestHeaderCount = 128;
            options.Limits.MaxRequestLineSize = 16 * 1024;
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);

            // Who sends or reads more slowly than this, after five seconds' grace, holds a connection and a place in a service for nothing.
            options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            options.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

            // The server would cut the connection of a client that is still sending, and its answer with it. RequestBodies has the limit.
            options.Limits.MaxRequestBodySize = null;

            // As in the services, and so that a header is forwarded with its bytes.
            options.RequestHeaderEncodingSelector = RequestHeaders.EncodingOf;
            options.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;

            // What the server is made by is nobody's business.
            options.AddServerHeader = false;

            // No API here speaks anything but HTTP.
            options.Limits.MaxConcurrentUpgradedConnections = 0;
        });
}
