using Metropool.LocalServers;

namespace Metropool.AppHost.Local;

/// <summary>The addresses of the run: for the console, and with passwords in a file for other commands.</summary>
internal sealed class RunAddresses(
    LocalRun run, IResourceBuilder<ProjectResource> gateway, IResourceWithConnectionString postgres, IResourceWithConnectionString broker)
{
    private const string FileName = "addresses";

    /// <summary>The addresses for the console.</summary>
    public IEnumerable<(string Name, string Address)> Displayed =>
    [
        ("gateway", gateway.GetEndpoint("http").Url),
        ("", $"{gateway.GetEndpoint("http").Url}/docs (API reference)"),
        .. run.DashboardUrl is { } dashboard ? [("dashboard", dashboard)] : ((string, string)[])[],
        ("logs", $"{run.Folder.Logs} (./metropool logs NAME)"),
        ("mail", $"{run.MailFolder} (one file per message, for example with the link to confirm an e-mail address)"),
    ];

    /// <summary>Deletes the file. Without it, commands report that nothing is running.</summary>
    public static void Delete(LocalFolder folder) => File.Delete(folder.Combine(FileName));

    /// <summary>Writes the file. Call it when everything is healthy.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken) => run.Folder.WriteLines(
        FileName,
        [
            $"METROPOOL_URL={gateway.GetEndpoint("http").Url}",
            $"METROPOOL_DASHBOARD_URL={run.DashboardUrl}",
            $"METROPOOL_DEMO_USERS={run.DemoUsersFile}",
            $"METROPOOL_POSTGRES={await postgres.GetConnectionStringAsync(cancellationToken)};Database=postgres",
            $"METROPOOL_RABBITMQ={await broker.GetConnectionStringAsync(cancellationToken)}",
        ]);
}
