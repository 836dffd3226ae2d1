using Metropool.Gateway.Limits;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.Transforms;

namespace Metropool.Gateway.Proxying;

/// <summary>Passes requests on to the services, with the path that they came with.</summary>
internal static class Proxy
{
    // A header goes on with the bytes that it came with.
    private const string HeaderEncoding = "latin1";

    // A service reads the rest of a body that it refuses, up to its own limit; that costs less than asking first.
    private const int SentUnasked = 64 * 1024;

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(3);

    // A service that has begun reads or refuses the body long before this. After it, the body is sent unasked.
    private static readonly TimeSpan AskTime = TimeSpan.FromSeconds(20);

    public static void AddProxy(this IServiceCollection services)
    {
        services.AddSingleton<IDestinationResolver, Destinations>();
        services.AddSingleton<IProxyConfigProvider, ProxyConfiguration>();
        services.AddSingleton<ApiVersions>();
        services.AddSingleton(new HealthCheckTimes());
        services.AddSingleton<IPassiveHealthCheckPolicy, ConnectionHealth>();
        services.AddReverseProxy()
            .AddTransforms(transforms => transforms.AddRequestTransform(AskBeforeLargeBody).AddRouteNames())
            .ConfigureHttpClient((_, handler) => (handler.ConnectTimeout, handler.Expect100ContinueTimeout) = (ConnectTime, AskTime));
    }

    /// <summary>Below the path of a service's API, every answer has the version of that API, those of the gateway in its place too.</summary>
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
        pipeline.UseRequestBodies();
        pipeline.UseConnectionRetries();
        pipeline.UseLoadBalancing();
        pipeline.UsePassiveHealthChecks();
    });

    /// <summary>
    /// Sends a large body only after the service has asked for it (<c>Expect: 100-continue</c>). A service that refuses closes the connection of a body above its limit,
    /// and the answer would be lost to a gateway that is still sending.
    /// </summary>
    private static ValueTask AskBeforeLargeBody(RequestTransformContext context)
    {
        context.ProxyRequest.Headers.ExpectContinue = context.HttpContext.Request.ContentLength > SentUnasked ? true : null;
        return ValueTask.CompletedTask;
    }

    private sealed class ProxyConfiguration(IOptions<GatewaySettings> settings, HealthCheckTimes times) : IProxyConfigProvider
    {
        private readonly Configuration _configuration = new(
            Services.Routes,
            [.. Services.All.Select(service => new ClusterConfig
            {
                ClusterId = service,
                HttpClient = new() { RequestHeaderEncoding = HeaderEncoding, ResponseHeaderEncoding = HeaderEncoding },
                HttpRequest = new() { ActivityTimeout = settings.Value.AnswerTime },
                HealthCheck = new()
                {
                    // Where none is healthy, all are tried: what they answer is more than that nobody answers.
                    AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
                    Active = new()
                    {
                        Enabled = true,
                        Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                        Path = "/health",
                        Interval = times.Interval,
                        Timeout = times.Timeout,
                    },
                    Passive = new() { Enabled = true, Policy = ConnectionHealth.PolicyName },
                },
                Destinations = new Dictionary<string, DestinationConfig> { [service] = new() { Address = $"http://{service}" } },
            })]);

        public IProxyConfig GetConfig() => _configuration;
    }

    // It never changes: where the services are is Destinations' to say.
    private sealed record Configuration(IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters) : IProxyConfig
    {
        public IChangeToken ChangeToken { get; } = new CancellationChangeToken(CancellationToken.None);
    }
}
