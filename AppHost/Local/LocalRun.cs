using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Metropool.LocalServers;
using Metropool.LocalServers.Control;
using Microsoft.Extensions.Configuration;

namespace Metropool.AppHost.Local;

/// <summary>What a run on this machine is made of, found and checked before anything starts.</summary>
internal sealed class LocalRun : IDisposable
{
    private const int DefaultGatewayPort = 8080;
    private const int DefaultDashboardPort = 18888;
    private const string LocalHosts = "localhost,127.0.0.1,::1";

    // As in the settings of the tests and of the entry script.
    private static readonly (string ConnectionString, string Setting)[] _givenBySetting =
        [("ConnectionStrings:postgres", "METROPOOL_POSTGRES"), ("ConnectionStrings:broker", "METROPOOL_RABBITMQ")];

    private readonly IDisposable _lock;

    private LocalRun(LocalFolder folder, IDisposable @lock) => (Folder, _lock) = (folder, @lock);

    /// <summary>Where it keeps its data, secrets and logs.</summary>
    public LocalFolder Folder { get; }

    /// <summary>The gateway's port; null where any free one will do, as in tests.</summary>
    public int? GatewayPort { get; private init; }

    /// <summary>Whether the dashboard is switched off. It is asked before there is a configuration.</summary>
    public static bool HasNoDashboard => Environment.GetEnvironmentVariable("METROPOOL_DASHBOARD") == "off";

    /// <summary>The dashboard, which needs no sign-in; null where it is switched off.</summary>
    public string? DashboardUrl { get; private set; }

    /// <summary>Whether the run ends where a part fails before everything is healthy. Without, the dashboard shows what is wrong.</summary>
    public bool EndsWhereAPartFails { get; private init; }

    /// <summary>Whether PostgreSQL and RabbitMQ are containers, where they are not given.</summary>
    public bool HasContainerEngine { get; private set; }

    /// <summary>The installed PostgreSQL, where neither a server is given nor a container engine answers.</summary>
    public PostgresServer? Postgres { get; private set; }

    /// <summary>The installed RabbitMQ, likewise.</summary>
    public RabbitMqServer? RabbitMq { get; private set; }

    /// <summary>The file with the passwords of the demo users.</summary>
    public string DemoUsersFile => Folder.Combine("demo-users.json");

    /// <summary>The folder with the messages that the platform sends.</summary>
    public string MailFolder => Folder.Combine("mail");

    /// <summary>The volume of a container's data: one for each folder, so that no two runs share one.</summary>
    public string VolumeOf(string server) => $"metropool-{server}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folder.Path)))[..12]}";

    /// <summary>Takes the folder, looks at the ports, and finds the servers.</summary>
    /// <exception cref="LocalServerException">A part of it is missing or taken.</exception>
    public static async Task<LocalRun> PrepareAsync(IDistributedApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var home = configuration["METROPOOL_HOME"];
        var folder = LocalFolder.Open(string.IsNullOrWhiteSpace(home) ? Path.Combine(builder.AppHostDirectory, "..", ".run") : home);
        var taken = folder.Take();
        try
        {
            var run = new LocalRun(folder, taken)
            {
                GatewayPort = HasRandomPorts(configuration) ? null : FreeGatewayPort(configuration),
                EndsWhereAPartFails = configuration.GetValue<bool>("EndsWhereAPartFails"),
            };
            run.ConfigureDashboard(configuration);

            // RunReport writes to the console instead.
            configuration["Logging:LogLevel:Default"] ??= "Warning";

            // Nothing here uses https, the dashboard needs no sign-in, Aspire makes a key that nothing uses, and a failed start is reported in one sentence.
            configuration["Logging:LogLevel:Aspire.Hosting.Dcp.DcpHost"] ??= "Error";
            configuration["Logging:LogLevel:Aspire.Hosting.Dashboard"] ??= "Error";
            configuration["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] ??= "Error";
            configuration["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] ??= "None";
            configuration["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] ??= "None";
            WithoutProxy();
            foreach (var (connectionString, setting) in _givenBySetting)
            {
                configuration[connectionString] ??= configuration[setting];
            }

            // Those of a run that was killed.
            RunAddresses.Delete(folder);
            ControlAddress.Delete(folder);

            if (OperatingSystem.IsLinux())
            {
                OrchestratorWatch.Prepare();
            }

            if (run.EndsWhereAPartFails)
            {
                await GivenServers.CheckAsync(configuration);
            }

            // A run that follows another one doesn't meet its servers.
            configuration["DcpPublisher:WaitForResourceCleanup"] ??= "true";
            await run.FindServersAsync(configuration.IsGiven("postgres"), configuration.IsGiven("broker"));
            return run;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        RunAddresses.Delete(Folder);
        _lock.Dispose();
    }

    // The shell may name a proxy (HTTP_PROXY). It must not be used for what runs on this machine.
    private static void WithoutProxy()
    {
        foreach (var variable in (string[])["NO_PROXY", "no_proxy"])
        {
            var before = Environment.GetEnvironmentVariable(variable);
            Environment.SetEnvironmentVariable(variable, string.IsNullOrWhiteSpace(before) ? LocalHosts : $"{before},{LocalHosts}");
        }
    }

    private static bool HasRandomPorts(IConfiguration configuration) => configuration.GetValue<bool>("DcpPublisher:RandomizePorts");

    private static int FreeGatewayPort(IConfiguration configuration)
    {
        // A taken port is no error for the orchestrator, and the program that listens there would answer the health checks.
        var port = Port(configuration, "METROPOOL_PORT", DefaultGatewayPort);
        return LocalPorts.IsFree(port) ? port : throw Taken(port, "the gateway", "METROPOOL_PORT");
    }

    // The ports of the dashboard; where the default is taken, as by another checkout, another one is used.
    private void ConfigureDashboard(ConfigurationManager configuration)
    {
        var port = Port(configuration, "METROPOOL_DASHBOARD_PORT", DefaultDashboardPort);
        if (!HasNoDashboard && (port == GatewayPort || !LocalPorts.IsFree(port)))
        {
            port = string.IsNullOrWhiteSpace(configuration["METROPOOL_DASHBOARD_PORT"]) ? LocalPorts.Next()
                : port == GatewayPort ? throw new LocalServerException($"The gateway has port {port}: set METROPOOL_DASHBOARD_PORT to another one.")
                : throw Taken(port, "the dashboard", "METROPOOL_DASHBOARD_PORT");
        }

        DashboardUrl = HasNoDashboard ? null : $"http://localhost:{port}";
        configuration["ASPNETCORE_URLS"] = $"http://localhost:{port}";
        configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ??= $"http://localhost:{LocalPorts.Next()}";
        configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] ??= $"http://localhost:{LocalPorts.Next()}";

        // Telemetry is for this run: by default that of every run is kept below the user's home folder.
        configuration["Aspire:Dashboard:PersistenceMode"] ??= "None";
    }

    private static int Port(IConfiguration configuration, string setting, int otherwise) => configuration[setting] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort ? port
        : throw new LocalServerException($"{setting} is '{text}', which is no port: set it to a number from 1 to {IPEndPoint.MaxPort}.");

    private static LocalServerException Taken(int port, string user, string setting) =>
        new($"Port {port} is taken: stop what listens there, or set {setting} to another port for {user}.");

    private async Task FindServersAsync(bool postgresIsGiven, bool brokerIsGiven)
    {
        if (postgresIsGiven && brokerIsGiven)
        {
            return;
        }

        HasContainerEngine = await ContainerEngine.FindAsync() is not null;
        if (HasContainerEngine)
        {
            return;
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new LocalServerException(
                "PostgreSQL and RabbitMQ are needed: start a container engine, "
                + "or give servers with ConnectionStrings__postgres and ConnectionStrings__broker.");
        }

        Postgres = postgresIsGiven ? null : await PostgresServer.FindAsync(Folder);
        RabbitMq = brokerIsGiven ? null : await RabbitMqServer.FindAsync(Folder);
    }
}
