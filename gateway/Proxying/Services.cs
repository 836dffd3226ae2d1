using Yarp.ReverseProxy.Configuration;

namespace Metropool.Gateway.Proxying;

/// <summary>Which services there are behind the gateway, and which of their paths are public. Everything else is 404 here, such as their health.</summary>
internal static class Services
{
    private const string Api = "v1";

    private static readonly Dictionary<string, Service> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["identity"] = new("1.0.0", "Accounts, organisations, clients and sign-in")
        {
            Pages =
            [
                "connect/{**rest}", ".well-known/{**rest}",
                "sign-in/{**rest}", "register/{**rest}", "password/{**rest}", "invitation", "account/{**rest}", "passkeys.js",
            ],
        },
        ["intake"] = new("1.0.0", "Interest, nominations, applications, intake interviews and decisions")
        {
            Pages = ["agreement/{**rest}", "interest/{**rest}", "nomination/{**rest}", "succession/{**rest}"],
        },
        ["scheduling"] = new("1.0.0", "Editions, calendars, attendance and what an employer sees"),
        ["internship"] = new("1.0.0", "Placements, hours and reports"),
        ["assessment"] = new("1.0.0", "Logbook, learning plan, interviews and certificates"),
    };

    /// <summary>The names: the first segment of a service's paths, the audience of its tokens, and what it is found by.</summary>
    public static IReadOnlyCollection<string> All => Known.Keys;

    /// <summary>The public paths. Who may do what there is said by the service alone.</summary>
    public static IReadOnlyList<RouteConfig> Routes { get; } =
    [
        .. Known.SelectMany(service => service.Value.Pages.Prepend($"{Api}/{{**rest}}").Select(path => new RouteConfig
        {
            RouteId = $"{service.Key}/{path}",
            ClusterId = service.Key,
            Match = new() { Path = $"/{service.Key}/{path}" },
        })),
    ];

    /// <summary>What a service is about, in a line.</summary>
    public static string SubjectOf(string service) => Known[service].Subject;

    /// <summary>The version of a service's API that this gateway was released with. The service itself may be newer, and then says so.</summary>
    public static string ReleasedVersionOf(string service) => Known[service].ApiVersion;

    /// <summary>The service whose API a path belongs to, such as <c>/intake/v1/applications</c>; null for every other path.</summary>
    public static string? OfApi(PathString path) =>
        path.Value?.Split('/', 4) is [_, var service, var version, ..] && version.Equals(Api, StringComparison.OrdinalIgnoreCase) && Known.ContainsKey(service) ? service : null;

    /// <summary>What helps developers is nowhere but in Development. The services don't have it elsewhere either; this is the second lock on that door.</summary>
    public static void MapNoDevelopment(this WebApplication app)
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
        /// <summary>Paths beside the API, below the service's name.</summary>
        public IReadOnlyList<string> Pages { get; init; } = [];
    }
}
