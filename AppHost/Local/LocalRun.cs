using System.Globalization;
using System.Net;
using Metropool.LocalServers;
using Metropool.LocalServers.Control;
using Microsoft.Extensions.Configuration;

namespace Metropool.AppHost.Local;

/// <summary>The folder, ports and servers of a run on this machine, determined and checked before anything starts.</summary>
internal sealed class LocalRun : IDisposable
{
    private const int DefaultGatewayPort = 8080;
    private const int DefaultDashboardPort = 18888;
    private const string LocalHosts = "localhost,127.0.0.1,::1";

    // The settings that the tests and the entry script use for external servers.
    private static readonly (string ConnectionString, string Setting)[] ExternalServerSettings =
        [("ConnectionStrings:postgres", "METROPOOL_POSTGRES"), ("ConnectionStrings:broker", "METROPOOL_RABBITMQ")];

    private readonly IDisposable _lock;

    private LocalRun(LocalFolder folder, IDisposable @lock) => (Folder, _lock) = (folder, @lock);

    /// <summary>The folder with its data, secrets and logs.</summary>
    public LocalFolder Folder { get; }

    /// <summary>The port of the gateway; null for any free port, as in tests.</summary>
    public int? GatewayPort { get; private init; }

    /// <summary>Whether the dashboard is disabled. It is read before the configuration exists.</summary>
    public static bool IsDashboardDisabled => Environment.GetEnvironmentVariable("METROPOOL_DASHBOARD") == "off";

    /// <summary>The address of the dashboard, which needs no sign-in; null if it is disabled.</summary>
    public string? DashboardUrl { get; private set; }

    /// <summary>Whether the run stops if a part fails before everything is healthy. Otherwise the dashboard shows the failure.</summary>
    public bool StopOnFailure { get; private init; }

    /// <summary>Whether PostgreSQL and RabbitMQ are containers, unless they are external.</summary>
    public bool HasContainerEngine { get; private set; }

    /// <summary>The installed PostgreSQL; null if it is external or a container.</summary>
    public PostgresServer? Postgres { get; private set; }

    /// <summary>The installed RabbitMQ; null if it is external or a container.</summary>
    public RabbitMqServer? RabbitMq { get; private set; }

    /// <summary>The file with the passwords of the demo users.</summary>
    public string DemoUsersFile => Folder.Combine("demo-users.json");

    /// <summary>The folder with the mail messages that the platform sends.</summary>
    public string MailFolder => Folder.Combine("mail");

    /// <summary>The name of the data volume of a container. It differs by folder, so that runs don't share volumes.</summary>
    public string VolumeOf(string server) => $"metropool-{server}-{Folder.Id}";

    /// <summary>Locks the folder, checks the ports and finds the servers.</summary>
    /// <exception cref="LocalServerException">The folder or a port is in use, or a server is missing.</exception>
    public static async Task<LocalRun> PrepareAsync(IDistributedApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var home = configuration["METROPOOL_HOME"];
        var folder = LocalFolder.Open(string.IsNullOrWhiteSpace(home) ? Path.Combine(builder.AppHostDirectory, "..", ".run") : home);
        var folderLock = folder.AcquireLock();
        try
        {
            var run = new LocalRun(folder, folderLock)
            {
                GatewayPort = HasRandomPorts(configuration) ? null : FreeGatewayPort(configuration),
                StopOnFailure = configuration.GetValue<bool>("StopOnFailure"),
            };
            run.ConfigureDashboard(configuration);

            // RunReport reports the start on the console instead.
            configuration["Logging:LogLevel:Default"] ??= "Warning";

            // Hides warnings about the missing https and sign-in and about an unused data protection key. RunReport reports failures.
            configuration["Logging:LogLevel:Aspire.Hosting.Dcp.DcpHost"] ??= "Error";
            configuration["Logging:LogLevel:Aspire.Hosting.Dashboard"] ??= "Error";
            configuration["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] ??= "Error";
            configuration["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] ??= "None";
            configuration["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] ??= "None";
            ExcludeLocalHostsFromProxy();
            foreach (var (connectionString, setting) in ExternalServerSettings)
            {
                configuration[connectionString] ??= configuration[setting];
            }

            // Deletes the files of a run that was killed.
            RunAddresses.Delete(folder);
            ControlAddress.Delete(folder);

            if (OperatingSystem.IsLinux())
            {
                OrchestratorWatchdog.DisableMonitors();
            }

            if (run.StopOnFailure)
            {
                await ExternalServers.CheckAsync(configuration);
            }

            // Waits for the containers of a previous run to end.
            configuration["DcpPublisher:WaitForResourceCleanup"] ??= "true";
            await run.FindServersAsync(configuration.HasServer("postgres"), configuration.HasServer("broker"));
            return run;
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        RunAddresses.Delete(Folder);
        _lock.Dispose();
    }

    // Requests to this machine must not use a proxy that the environment configures (HTTP_PROXY).
    private static void ExcludeLocalHostsFromProxy()
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
        // The orchestrator doesn't check whether a port is in use, and the program that uses it would respond to the health checks.
        var port = Port(configuration, "METROPOOL_PORT", DefaultGatewayPort);
        return LocalPorts.IsFree(port) ? port : throw PortInUse(port, "the gateway", "METROPOOL_PORT");
    }

    // If the default port of the dashboard is in use, for example by another checkout, a free one is used.
    private void ConfigureDashboard(ConfigurationManager configuration)
    {
        var port = Port(configuration, "METROPOOL_DASHBOARD_PORT", DefaultDashboardPort);
        if (!IsDashboardDisabled && (port == GatewayPort || !LocalPorts.IsFree(port)))
        {
            port = string.IsNullOrWhiteSpace(configuration["METROPOOL_DASHBOARD_PORT"]) ? LocalPorts.Next()
                : port == GatewayPort ? throw new LocalServerException($"Port {port} is the gateway's: set METROPOOL_DASHBOARD_PORT to another port.")
                : throw PortInUse(port, "the dashboard", "METROPOOL_DASHBOARD_PORT");
        }

        DashboardUrl = IsDashboardDisabled ? null : $"http://localhost:{port}";
        configuration["ASPNETCORE_URLS"] = $"http://localhost:{port}";
        configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ??= $"http://localhost:{LocalPorts.Next()}";
        configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] ??= $"http://localhost:{LocalPorts.Next()}";

        // By default, the telemetry of all runs is stored in the user's home folder.
        configuration["Aspire:Dashboard:PersistenceMode"] ??= "None";
    }

    private static int Port(IConfiguration configuration, string setting, int defaultPort) => configuration[setting] is not { Length: > 0 } text ? defaultPort
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort ? port
        : throw new LocalServerException($"{setting} is '{text}', which is not a port: set it to a number from 1 to {IPEndPoint.MaxPort}.");

    private static LocalServerException PortInUse(int port, string user, string setting) =>
        new($"Port {port} is in use: stop the program that listens on it, or set {setting} to another port for {user}.");

    private async Task FindServersAsync(bool isPostgresExternal, bool isBrokerExternal)
    {
        if (isPostgresExternal && isBrokerExternal)
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
                "PostgreSQL and RabbitMQ are required: start a container engine, "
                + "or set ConnectionStrings__postgres and ConnectionStrings__broker to servers.");
        }

        Postgres = isPostgresExternal ? null : await PostgresServer.FindAsync(Folder);
        RabbitMq = isBrokerExternal ? null : await RabbitMqServer.FindAsync(Folder);
    }
}
