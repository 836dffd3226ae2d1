using Metropool.Gateway.Limits;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.Transforms;

namespace Metropool.Gateway.Proxying;

/// <summary>Forwards requests to the services, with an unchanged path.</summary>
internal static class Proxy
{
    // Preserves the bytes of header values.
    private const string HeaderEncoding = "latin1";

    // For a body up to this size it costs less to send it, even if it is refused, than to wait for 100-continue.
    private const int ExpectContinueThreshold = 64 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    // A working service accepts or refuses the body much earlier. After this time the body is sent anyway.
    private static readonly TimeSpan ExpectContinueTimeout = TimeSpan.FromSeconds(20);

    public static void AddProxy(this IServiceCollection services)
    {
        services.AddSingleton<IDestinationResolver, ServiceDestinationResolver>();
        services.AddSingleton<IProxyConfigProvider, ProxyConfiguration>();
        services.AddSingleton<ApiVersions>();
        services.AddSingleton(new HealthCheckIntervals());
        services.AddSingleton<IPassiveHealthCheckPolicy, ConnectionHealthPolicy>();
        services.AddReverseProxy()
            .AddTransforms(transforms => transforms.AddRequestTransform(ExpectContinueForLargeBody).AddRouteNames())
            .ConfigureHttpClient((_, handler) => (handler.ConnectTimeout, handler.Expect100ContinueTimeout) = (ConnectTimeout, ExpectContinueTimeout));
    }

    /// <summary>Adds the API version to every response below the path of a service's API, also to the gateway's own.</summary>
    public static void UseApiVersions(this WebApplication app)
    {
        var versions = app.Services.GetRequiredService<ApiVersions>();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                versions.AddTo(context);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    public static void MapProxy(this WebApplication app) => app.MapReverseProxy(pipeline =>
    {
        pipeline.UseServiceFailures();
        pipeline.UseRequestBodyLimits();
        pipeline.UseConnectionRetries();
        pipeline.UseLoadBalancing();
        pipeline.UsePassiveHealthChecks();
    });

    /// <summary>
    /// Sends a large body only after the service has accepted it (<c>Expect: 100-continue</c>). A service that refuses a body closes the connection, so that
    /// its response would be lost while the gateway is still sending.
    /// </summary>
    private static ValueTask ExpectContinueForLargeBody(RequestTransformContext context)
    {
        context.ProxyRequest.Headers.ExpectContinue = context.HttpContext.Request.ContentLength > ExpectContinueThreshold ? true : null;
        return ValueTask.CompletedTask;
    }

    private sealed class ProxyConfiguration(IOptions<GatewaySettings> settings, HealthCheckIntervals intervals) : IProxyConfigProvider
    {
        private readonly Configuration _configuration = new(
            Services.Routes,
            [.. Services.All.Select(service => new ClusterConfig
            {
                ClusterId = service,
                HttpClient = new() { RequestHeaderEncoding = HeaderEncoding, ResponseHeaderEncoding = HeaderEncoding },
                HttpRequest = new() { ActivityTimeout = settings.Value.ResponseTimeout },
                HealthCheck = new()
                {
                    // If none is healthy, all are tried, because their responses are more precise than the gateway's 503.
                    AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
                    Active = new()
                    {
                        Enabled = true,
                        Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                        Path = "/health",
                        Interval = intervals.Interval,
                        Timeout = intervals.Timeout,
                    },
                    Passive = new() { Enabled = true, Policy = ConnectionHealthPolicy.PolicyName },
                },
                Destinations = new Dictionary<string, DestinationConfig> { [service] = new() { Address = $"http://{service}" } },
            })]);

        public IProxyConfig GetConfig() => _configuration;
    }

    // It never changes: ServiceDestinationResolver follows changes of addresses.
    private sealed record Configuration(IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters) : IProxyConfig
    {
        public IChangeToken ChangeToken { get; } = new CancellationChangeToken(CancellationToken.None);
    }
}
