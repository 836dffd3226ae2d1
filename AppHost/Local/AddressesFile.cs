using Metropool.LocalServers;

namespace Metropool.AppHost.Local;

/// <summary>The addresses of the platform that runs, with passwords, for the tools that are used beside it.</summary>
internal static class AddressesFile
{
    private const string Name = "addresses";

    /// <summary>Removes it: nothing runs.</summary>
    public static void Delete(LocalFolder folder) => File.Delete(folder.Combine(Name));

    /// <summary>Writes it when the gateway is healthy.</summary>
    public static IResourceBuilder<ProjectResource> WithAddressesFile(
        this IResourceBuilder<ProjectResource> gateway,
        LocalFolder folder,
        IResourceWithConnectionString postgres,
        IResourceWithConnectionString broker,
        string demoUsersFile) => gateway.OnResourceReady(async (_, _, cancellationToken) => folder.WriteLines(
            Name,
            [
                $"METROPOOL_URL={gateway.GetEndpoint("http").Url}",
                $"METROPOOL_DEMO_USERS={demoUsersFile}",
                $"METROPOOL_POSTGRES={await postgres.GetConnectionStringAsync(cancellationToken)};Database=postgres",
                $"METROPOOL_RABBITMQ={await broker.GetConnectionStringAsync(cancellationToken)}",
            ]));
}
