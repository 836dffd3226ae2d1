using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Metropool.LocalServers;
using Metropool.Testing;
using Metropool.Testing.Servers;

[assembly: SupportedOSPlatform("linux")]
// Each test starts a platform.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Metropool.Script.Tests;

/// <summary>The entry script with its own home folder and ports. The platform is stopped and the folder deleted when disposed.</summary>
internal sealed class Home : IAsyncDisposable
{
    // The processes of a stopped run get some time to end.
    private static readonly TimeSpan EndTimeout = TimeSpan.FromMinutes(2);
    private readonly Dictionary<string, string> _settings;

    public Home()
    {
        // The servers of root run as other users, which need access.
        Folder = Directory.CreateTempSubdirectory("metropool script ").FullName;
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_001_001);
        _settings = new()
        {
            ["METROPOOL_HOME"] = Folder,
            ["METROPOOL_PORT"] = LocalPorts.Next().ToString(CultureInfo.InvariantCulture),
            ["METROPOOL_DASHBOARD_PORT"] = LocalPorts.Next().ToString(CultureInfo.InvariantCulture),
        };
    }

    public string Folder { get; }

    public string Port => _settings["METROPOOL_PORT"];

    /// <summary>Whether there is a Release build, which the script needs. In an IDE, tests are usually built in Debug.</summary>
    public static bool IsBuilt =>
        File.Exists(Path.Combine(Repository.Root, "AppHost", "bin", "Release", "net10.0", "Metropool.AppHost.dll"));

    /// <summary>Sets an environment variable of the script. The settings of the tests themselves are not passed to it.</summary>
    public Home With(string setting, string value)
    {
        _settings[setting] = value;
        return this;
    }

    /// <summary>Runs a command and waits for its end.</summary>
    public async Task<Result> RunAsync(params string[] arguments)
    {
        await using var script = Start(arguments);
        return await script.WaitForExitAsync();
    }

    /// <summary>Starts a command in its own process group, as a terminal does.</summary>
    public RunningScript Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "/usr/bin/env", ["--default-signal=INT,HUP", "setsid", "--wait", Path.Combine(Repository.Root, "metropool"), .. arguments])
        {
            WorkingDirectory = "/",
        };
        foreach (var name in start.Environment.Keys
            .Where(name => name.StartsWith("METROPOOL_", StringComparison.Ordinal) || name.StartsWith("ConnectionStrings__", StringComparison.Ordinal))
            .ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        return new RunningScript(start);
    }

    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>Waits until all processes of this home folder have ended.</summary>
    public Task WaitForNoProcessAsync() => Eventually.EmptyAsync(
        () => ProcessEntry.All().Where(process => process.Mentions(Folder)).Select(process => process.ToString()),
        $"no process of {Folder} is left",
        EndTimeout);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        await WaitForNoProcessAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
