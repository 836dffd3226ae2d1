using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Metropool.Gateway.Limits;

/// <summary>
/// What a connection may cost. The server itself answers who exceeds the limits of the headers (431, 414) or the time for them (408), before there
/// is a request that could have a problem document.
/// </summary>
internal static class ServerLimits
{
    public static void AddServerLimits(this IServiceCollection services) =>
        services.AddOptions<KestrelServerOptions>().Configure<GatewaySettings>((options, settings) =>
        {
            // A token takes 2 KB, the cookies of the sign-in pages some 4.
            options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            options.Limits.MaxRequestHeaderCount = 64;
            options.Limits.MaxRequestLineSize = 8 * 1024;
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);

            // Who sends or reads more slowly than this, after five seconds' grace, holds a connection and a place in a service for nothing.
            options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            options.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            options.Limits.MaxRequestBodySize = settings.LargestBody;

            // What the server is made by is nobody's business.
            options.AddServerHeader = false;

            // No API here speaks anything but HTTP.
            options.Limits.MaxConcurrentUpgradedConnections = 0;
        });
}
