using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Metropool.Gateway.Proxying;

/// <summary>Passes requests on to the services, with the path that they came with.</summary>
internal static class Proxy
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(3);

    public static void AddProxy(this IServiceCollection services)
    {
        services.AddSingleton<IDestinationResolver, Destinations>();
        services.AddSingleton<IProxyConfigProvider, ProxyConfiguration>();
        services.AddSingleton<ApiVersions>();
        services.AddReverseProxy().ConfigureHttpClient((_, handler) => handler.ConnectTimeout = ConnectTime);
    }

    /// <summary>Below a service's path, every answer has the version of that service's API, those of the gateway in its place too.</summary>
    public static void UseApiVersions(this WebApplication app)
    {
        var versions = app.Services.GetRequiredService<ApiVersions>();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() => versions.AddToAsync(context));
            return next(context);
        });
    }

    public static void MapProxy(this WebApplication app) => app.MapReverseProxy(pipeline =>
    {
        pipeline.UseServiceFailures();
        pipeline.UseLoadBalancing();
    });

    private sealed class ProxyConfiguration(IOptions<GatewaySettings> settings) : IProxyConfigProvider
    {
        private readonly Configuration _configuration = new(
            Services.Routes(settings.Value),
            [.. Services.All.Select(service => new ClusterConfig
            {
                ClusterId = service,
                HttpRequest = new() { ActivityTimeout = settings.Value.AnswerTime },
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
