using Metropool.Http;

namespace Metropool.Gateway.Operators;

/// <summary>The additional port that only operators can reach.</summary>
internal static class OperatorsPort
{
    private const string Setting = "Metropool:Gateway:OperatorsPort";
    private const string KestrelEndpoints = "Kestrel:Endpoints";
    private const string DefaultAddress = "http://localhost:5000";

    /// <summary>Whether a request was received on that port. It is the port of the connection, which no header can change.</summary>
    public static bool IsFromOperators(this HttpContext context) =>
        context.RequestServices.GetRequiredService<GatewaySettings>().OperatorsPort == context.Connection.LocalPort;

    /// <summary>Requires the port in Kestrel's own endpoint configuration, if there is one, because that overrides all other addresses.</summary>
    public static void AddOperatorsPort(this IServiceCollection services) => services.AddSettingsCondition((configuration, _) =>
    {
        var endpoints = configuration.GetSection(KestrelEndpoints).GetChildren().ToList();
        return !int.TryParse(configuration[Setting], out var port) || endpoints.Count == 0 || endpoints.Any(endpoint => PortOf(endpoint["Url"]) == port)
            ? []
            : [$"{Setting} is {port}, but no address under {KestrelEndpoints} has that port. Add one, because the gateway listens on these addresses only."];
    });

    /// <summary>Listens on the port, at the host of the first public address, unless a configured address has the port already.</summary>
    public static void UseOperatorsPort(this WebApplication app)
    {
        if (app.Services.GetRequiredService<GatewaySettings>().OperatorsPort is not { } port)
        {
            return;
        }

        // Kestrel ignores the configured addresses if the program adds one, so they are added as well.
        var configured = ConfiguredAddresses(app.Configuration);
        foreach (var address in configured)
        {
            app.Urls.Add(address);
        }

        if (!configured.Any(address => PortOf(address) == port))
        {
            app.Urls.Add($"http://{BindingAddress.Parse(configured[0]).Host}:{port}");
        }
    }

    // The same precedence as the host: ASPNETCORE_URLS, else ASPNETCORE_HTTP_PORTS and ASPNETCORE_HTTPS_PORTS.
    private static string[] ConfiguredAddresses(IConfiguration configuration)
    {
        if (Split(configuration[WebHostDefaults.ServerUrlsKey]) is { Length: > 0 } urls)
        {
            return urls;
        }

        string[] addresses =
        [
            .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"),
            .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"),
        ];
        return addresses.Length > 0 ? addresses : [DefaultAddress];
    }

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int? PortOf(string? address) =>
        address?.Contains("://", StringComparison.Ordinal) == true ? BindingAddress.Parse(address).Port : null;
}
