using Yarp.ReverseProxy.Configuration;

namespace Metropool.Gateway.Proxying;

/// <summary>Which services there are behind the gateway, and which of their paths are public. Everything else is 404 here, such as their health.</summary>
internal static class Services
{
    private static readonly Dictionary<string, string[]> PathsOf = new()
    {
        ["identity"] =
        [
            "v1/{**rest}", "connect/{**rest}", ".well-known/{**rest}",
            "sign-in/{**rest}", "register/{**rest}", "password/{**rest}", "invitation", "account/{**rest}", "passkeys.js",
        ],
        ["intake"] = ["v1/{**rest}", "agreement/{**rest}", "interest/{**rest}", "nomination/{**rest}", "succession/{**rest}"],
        ["scheduling"] = ["v1/{**rest}"],
        ["internship"] = ["v1/{**rest}"],
        ["assessment"] = ["v1/{**rest}"],
    };

    /// <summary>The names: the first segment of a service's paths, the audience of its tokens, and what it is found by.</summary>
    public static IReadOnlyCollection<string> All => PathsOf.Keys;

    /// <summary>The public paths. Who may do what there is said by the service alone.</summary>
    public static IReadOnlyList<RouteConfig> Routes(GatewaySettings settings) =>
    [
        .. PathsOf.SelectMany(service => service.Value.Select(path => new RouteConfig
        {
            RouteId = $"{service.Key}/{path}",
            ClusterId = service.Key,
            Match = new() { Path = $"/{service.Key}/{path}" },
            MaxRequestBodySize = settings.LargestBody,
        })),
    ];

    /// <summary>What helps developers is nowhere but in Development. The services don't have it elsewhere either; this is the second lock on that door.</summary>
    public static void MapNoDevelopment(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            foreach (var service in All)
            {
                app.Map($"/{service}/v1/development/{{**rest}}", () => TypedResults.NotFound());
                app.Map($"/{service}/v1/programme-time/{{**rest}}", () => TypedResults.NotFound());
            }
        }
    }
}
