using Metropool.LocalServers;

namespace Metropool.AppHost.Local;

/// <summary>The addresses of the run: for people, and with passwords in a file for the tools that are used beside it.</summary>
internal sealed class RunAddresses(
    LocalRun run, IResourceBuilder<ProjectResource> gateway, IResourceWithConnectionString postgres, IResourceWithConnectionString broker)
{
    private const string FileName = "addresses";

    /// <summary>The addresses for people.</summary>
    public IEnumerable<(string Name, string Address)> Shown =>
    [
        ("gateway", gateway.GetEndpoint("http").Url),
        ("", $"{gateway.GetEndpoint("http").Url}/docs: the APIs, to try"),
        .. run.DashboardUrl is { } dashboard ? [("dashboard", dashboard)] : ((string, string)[])[],
        ("logs", $"{run.Folder.Logs} (./metropool logs NAME)"),
        ("mail", $"{run.MailFolder} (a file for each message: links to confirm an address, to choose a password)"),
    ];

    /// <summary>Removes the file: nothing runs.</summary>
    public static void Delete(LocalFolder folder) => File.Delete(folder.Combine(FileName));

    /// <summary>Writes the file: everything is healthy.</summary>
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
