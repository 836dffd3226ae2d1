using System.Diagnostics;
using Metropool.LocalServers;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests.Servers;

/// <summary>A process of the servers of a test.</summary>
internal sealed record ServerProcess(int Id, string CommandLine)
{
    /// <summary>The running processes that mention the folder.</summary>
    public static IReadOnlyList<ServerProcess> Of(TestFolder folder) =>
        [.. ProcessEntry.All().Where(process => process.Mentions(folder.Path)).Select(process => new ServerProcess(process.Id, $"{process}"))];

    /// <summary>The process whose command line contains a text, such as the name of the program.</summary>
    public static ServerProcess Single(TestFolder folder, string text) =>
        Assert.Single(Of(folder), process => process.CommandLine.Contains(text, StringComparison.Ordinal));

    /// <summary>The id of the user that the process runs as.</summary>
    public int User => int.Parse(File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1], null);

    /// <summary>Kills the process, as the kernel does when memory runs out.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(Id);
        process.Kill();
    }
}
