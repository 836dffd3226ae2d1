using Yarp.ReverseProxy.Configuration;

namespace Metropool.Gateway.Proxying;

/// <summary>The services behind the gateway and their public paths. Any other path, such as their health endpoint, is 404.</summary>
internal static class Services
{
    private const string Api = "v1";

    private static readonly Dictionary<string, Service> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["identity"] = new("1.0.0", "Accounts, organisations, clients and sign-in")
        {
            PublicPaths =
            [
                "connect/{**rest}", ".well-known/{**rest}",
                "sign-in/{**rest}", "register/{**rest}", "password/{**rest}", "invitation", "account/{**rest}", "passkeys.js",
            ],
        },
        ["intake"] = new("1.0.0", "Interest, nominations, applications, intake interviews and decisions")
        {
            PublicPaths = ["agreement/{**rest}", "interest/{**rest}", "nomination/{**rest}", "succession/{**rest}"],
        },
        ["scheduling"] = new("1.0.0", "Editions, calendars, attendance and the data for employers"),
        ["internship"] = new("1.0.0", "Placements, hours and reports"),
        ["assessment"] = new("1.0.0", "Logbook, learning plan, interviews and certificates"),
    };

    /// <summary>The names of the services: the first segment of their paths, the audience of their tokens, and their name in service discovery.</summary>
    public static IReadOnlyCollection<string> All => ByName.Keys;

    /// <summary>The public paths. Authorization is left to the services.</summary>
    public static IReadOnlyList<RouteConfig> Routes { get; } =
    [
        .. ByName.SelectMany(service => service.Value.PublicPaths.Prepend($"{Api}/{{**rest}}").Select(path => new RouteConfig
        {
            RouteId = $"{service.Key}/{path}",
            ClusterId = service.Key,
            Match = new() { Path = $"/{service.Key}/{path}" },
        })),
    ];

    /// <summary>The subject of a service, in one line.</summary>
    public static string SubjectOf(string service) => ByName[service].Subject;

    /// <summary>The version of a service's API that this gateway was released with. The service may be newer.</summary>
    public static string ReleasedVersionOf(string service) => ByName[service].ApiVersion;

    /// <summary>The service whose API a path belongs to, such as <c>/intake/v1/applications</c>; null for every other path.</summary>
    public static string? FromApiPath(PathString path) =>
        path.Value?.Split('/', 4) is [_, var service, var version, ..]
        && version.Equals(Api, StringComparison.OrdinalIgnoreCase)
        && ByName.ContainsKey(service)
            ? service
            : null;

    /// <summary>Hides endpoints for developers outside Development. The services don't map them there either; this is a second safeguard.</summary>
    public static void HideDevelopmentEndpoints(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            foreach (var service in All)
            {
                app.Map($"/{service}/{Api}/development/{{**rest}}", () => TypedResults.NotFound());
                app.Map($"/{service}/{Api}/programme-time/{{**rest}}", () => TypedResults.NotFound());
            }
        }
    }

    private sealed record Service(string ApiVersion, string Subject)
    {
        /// <summary>Public paths other than the API, below the service's name.</summary>
        public IReadOnlyList<string> PublicPaths { get; init; } = [];
    }
}
