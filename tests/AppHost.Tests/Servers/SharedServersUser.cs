using System.Diagnostics;
using Metropool.LocalServers;
using Metropool.Testing;

namespace Metropool.AppHost.Tests.Servers;

/// <summary>A separate process that uses shared servers until it is killed: this assembly, running the test of <see cref="SharedServersUse"/>.</summary>
internal sealed class SharedServersUser : IDisposable
{
    private readonly Process _process;
    private readonly string _home;

    private SharedServersUser(Process process, string home) => (_process, _home) = (process, home);

    /// <summary>Starts the process.</summary>
    /// <param name="home">The home folder of the servers.</param>
    /// <param name="user">The user that it runs as; null for the current one.</param>
    public static SharedServersUser Start(string home, string? user = null)
    {
        string[] command =
        [
            .. user is null ? (string[])[] : ["setpriv", $"--reuid={user}", "--regid=nogroup", "--clear-groups", "--"],
            "dotnet", typeof(SharedServersUser).Assembly.Location, "-noLogo", "-noColor", "-explicit", "only",
            "-method", $"{typeof(SharedServersUse).FullName}.{nameof(SharedServersUse.Uses_the_servers_until_it_is_killed)}",
        ];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        start.Environment[SharedServersUse.HomeVariable] = home;
        start.Environment["HOME"] = home;
        return new SharedServersUser(Process.Start(start)!, home);
    }

    /// <summary>Waits for the PostgreSQL address that the process uses.</summary>
    public Task<string> PostgresAsync() => Eventually.ValueAsync(
        async () => File.Exists(FileOf(_process.Id)) ? await File.ReadAllTextAsync(FileOf(_process.Id)) is { Length: > 0 } address ? address : null
            : !_process.HasExited ? null
            : throw new InvalidOperationException(await _process.StandardOutput.ReadToEndAsync()),
        "another process has the servers",
        TimeSpan.FromMinutes(6));

    /// <summary>Kills the process.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private string FileOf(int process) => Path.Combine(_home, $"{process}");
}

/// <summary>The test that the separate process runs.</summary>
public sealed class SharedServersUse
{
    internal const string HomeVariable = "METROPOOL_TEST_HOME";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    [Fact(Explicit = true)]
    public async Task Uses_the_servers_until_it_is_killed()
    {
        var home = Environment.GetEnvironmentVariable(HomeVariable)!;
        await using var servers = await SharedServers.StartAsync(
            home, SharedServerKind.NonDurable, SearchPaths.Default, Grace, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(home, $"{Environment.ProcessId}"), servers.Postgres, TestContext.Current.CancellationToken);

        // The input ends when the process that started this one has ended.
        await Console.In.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
