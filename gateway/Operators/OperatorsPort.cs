using Metropool.Http;

namespace Metropool.Gateway.Operators;

/// <summary>The port that only operators reach, beside the public one.</summary>
internal static class OperatorsPort
{
    private const string Setting = "Metropool:Gateway:OperatorsPort";
    private const string KestrelEndpoints = "Kestrel:Endpoints";
    private const string Usual = "http://localhost:5000";

    /// <summary>Whether a request came in by it. The port is that of the connection: no header changes it.</summary>
    public static bool IsFromOperators(this HttpContext context) =>
        context.RequestServices.GetRequiredService<GatewaySettings>().OperatorsPort == context.Connection.LocalPort;

    /// <summary>Endpoints of Kestrel's own configuration take the place of all other addresses, so that it has to be one of them.</summary>
    public static void AddOperatorsPort(this IServiceCollection services) => services.AddSettingsCondition((configuration, _) =>
    {
        var endpoints = configuration.GetSection(KestrelEndpoints).GetChildren().ToList();
        return !int.TryParse(configuration[Setting], out var port) || endpoints.Count == 0 || endpoints.Any(endpoint => PortOf(endpoint["Url"]) == port)
            ? []
            : [$"{Setting} is {port}, and no address under {KestrelEndpoints} has that port. With these the gateway listens nowhere else."];
    });

    /// <summary>Listens on it, where the public port is listened on, unless one of the configured addresses has it already.</summary>
    public static void UseOperatorsPort(this WebApplication app)
    {
        if (app.Services.GetRequiredService<GatewaySettings>().OperatorsPort is not { } port)
        {
            return;
        }

        // The server looks at the configured addresses only where the program names none: so they are named too.
        var configured = Configured(app.Configuration);
        foreach (var address in configured)
        {
            app.Urls.Add(address);
        }

        if (!configured.Any(address => PortOf(address) == port))
        {
            app.Urls.Add($"http://{BindingAddress.Parse(configured[0]).Host}:{port}");
        }
    }

    // As the host reads them: ASPNETCORE_URLS, else ASPNETCORE_HTTP_PORTS and ASPNETCORE_HTTPS_PORTS.
    private static string[] Configured(IConfiguration configuration)
    {
        string[] addresses =
        [
            .. Split(configuration[WebHostDefaults.ServerUrlsKey]) is { Length: > 0 } urls
                ? urls
                : Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}").Concat(Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}")),
        ];
        return addresses.Length > 0 ? addresses : [Usual];
    }

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int? PortOf(string? address) => address is { Length: > 0 } && address.Contains("://", StringComparison.Ordinal) ? BindingAddress.Parse(address).Port : null;
}
