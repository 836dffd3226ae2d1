using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Metropool.LocalServers;
using Metropool.Testing;
using Metropool.Testing.Servers;

[assembly: SupportedOSPlatform("linux")]
// Each test starts a platform, or its beginning.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Metropool.Script.Tests;

/// <summary>The entry script with a home and ports of its own, which are gone at the end.</summary>
internal sealed class Home : IAsyncDisposable
{
    // What a run that was ended has started gets some time to end.
    private static readonly TimeSpan EndBound = TimeSpan.FromMinutes(2);
    private readonly Dictionary<string, string> _settings;

    public Home()
    {
        // The servers of root, which are other users, can reach it.
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

    /// <summary>Whether what the script starts has been built. It starts Release, and the tests are built in Debug where they are run from an IDE.</summary>
    public static bool IsBuilt => File.Exists(Path.Combine(Repository.Root, "AppHost", "bin", "Release", "net10.0", "Metropool.AppHost.dll"));

    /// <summary>What the script is given besides the environment of the tests, whose own settings are not passed on.</summary>
    public Home With(string setting, string value)
    {
        _settings[setting] = value;
        return this;
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<Result> RunAsync(params string[] arguments)
    {
        await using var script = Start(arguments);
        return await script.EndAsync();
    }

    /// <summary>Starts a command as a terminal does: what it starts is in its group of processes.</summary>
    public RunningScript Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "/usr/bin/env", ["--default-signal=INT,HUP", "setsid", "--wait", Path.Combine(Repository.Root, "metropool"), .. arguments])
        {
            WorkingDirectory = "/",
        };
        foreach (var name in start.Environment.Keys
            .Where(name => name.StartsWith("METROPOOL_", StringComparison.Ordinal) || name.StartsWith("ConnectionStrings__", StringComparison.Ordinal)).ToList())
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

    /// <summary>Waits until no process of this home is left.</summary>
    public Task NothingIsLeftAsync() => Eventually.EmptyAsync(
        () => ProcessEntry.All().Where(process => process.Mentions(Folder)).Select(process => process.ToString()),
        $"no process of {Folder} is left",
        EndBound);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        await NothingIsLeftAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
