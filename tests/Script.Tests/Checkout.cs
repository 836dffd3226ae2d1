using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Metropool.Testing.Servers;

[assembly: SupportedOSPlatform("linux")]

namespace Metropool.Script.Tests;

/// <summary>
/// A checkout with the real entry script and a stand-in in the place of each service, in a folder with spaces in its name.
/// When the tests run as root, it can be an ordinary user's.
/// </summary>
internal sealed class Checkout : IAsyncDisposable
{
    private static readonly string[] Projects = ["services/Identity", "services/Intake", "services/Scheduling", "services/Internship", "services/Assessment", "gateway"];

    private readonly string _parent = Path.Combine(Path.GetTempPath(), $"metropool script {Guid.CreateVersion7():N}"[..^6]);
    private readonly bool _ordinaryUser;
    private readonly bool _container;

    /// <param name="ordinaryUser">Whether it belongs to an ordinary user, who runs the script.</param>
    /// <param name="reachable">Whether users other than its owner can reach it.</param>
    /// <param name="container">Whether root has no more rights than in an ordinary container: it can't look into other users' processes.</param>
    public Checkout(bool ordinaryUser = false, bool reachable = true, bool container = false)
    {
        Root = Path.Combine(_parent, "check out");
        Directory.CreateDirectory(_parent, reachable ? (UnixFileMode)0b111_101_101 : (UnixFileMode)0b111_000_000);
        Directory.CreateDirectory(Path.Combine(Root, "scripts"));
        File.Copy(Path.Combine(Repository.Root, "metropool"), Path.Combine(Root, "metropool"));
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "scripts")))
        {
            File.Copy(file, Path.Combine(Root, "scripts", Path.GetFileName(file)));
        }

        foreach (var project in Projects)
        {
            var output = Path.Combine(Root, project, "bin/Release/net10.0");
            var name = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Path.GetFileName(project));
            Directory.CreateDirectory(output);
            foreach (var extension in (string[])[".dll", ".runtimeconfig.json"])
            {
                File.Copy(Path.Combine(AppContext.BaseDirectory, $"Metropool.StandIn{extension}"), Path.Combine(output, $"Metropool.{name}{extension}"));
            }
        }

        _container = container && Environment.IsPrivilegedProcess;
        _ordinaryUser = ordinaryUser && Environment.IsPrivilegedProcess;
        if (_ordinaryUser)
        {
            using var chown = Process.Start("chown", ["-R", "nobody", _parent])!;
            chown.WaitForExit();
        }

        Set("METROPOOL_PORT", FreePort().ToString(CultureInfo.InvariantCulture));
        Set("METROPOOL_DASHBOARD", "off");
        Set("HOME", Root);
    }

    public string Root { get; }

    /// <summary>What the script is given besides the environment of the tests. Its own settings are not passed on from there.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public string Port => Settings["METROPOOL_PORT"];

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public Checkout Set(string setting, string value)
    {
        Settings[setting] = value;
        return this;
    }

    /// <summary>For tests that need no servers: the stand-ins never speak to them.</summary>
    public Checkout WithGivenServers() => this
        .Set("METROPOOL_POSTGRES", "Host=127.0.0.1;Port=1;Username=somebody;Password=secret;Database=postgres")
        .Set("METROPOOL_RABBITMQ", "amqp://somebody:secret@127.0.0.1:1/");

    /// <summary>Puts a shell script in the place of a command.</summary>
    public Checkout WithCommand(string name, string script)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, "bin")).FullName;
        WriteCommand(Path.Combine(folder, name), script);
        return Set("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}");
    }

    public static void WriteCommand(string path, string script)
    {
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Starts the script; its output is collected as it comes.</summary>
    public RunningScript Start(params string[] arguments)
    {
        var script = Path.Combine(Root, "metropool");
        var start = _ordinaryUser
            ? new ProcessStartInfo("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", script, .. arguments])
            : _container
                ? new ProcessStartInfo("setpriv", ["--bounding-set=-sys_ptrace", "--", script, .. arguments])
                : new ProcessStartInfo(script, arguments);
        start.WorkingDirectory = "/";
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("METROPOOL_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        return new RunningScript(start);
    }

    /// <summary>Runs the script to its end.</summary>
    public async Task<Result> RunAsync(params string[] arguments)
    {
        await using var script = Start(arguments);
        return await script.EndAsync();
    }

    /// <summary>Every process that was started from here and lives: found by the folder's name in its command line or environment.</summary>
    public IReadOnlyList<string> Processes() =>
    [
        .. Directory.GetDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _) && (Mentions(Path.Combine(folder, "cmdline")) || Mentions(Path.Combine(folder, "environ"))))
            .Select(folder => Read(Path.Combine(folder, "cmdline")).Replace('\0', ' ').Trim())
            .Where(command => command.Length > 0),
    ];

    public string ReadFile(string path) => Read(Path.Combine(Root, path));

    /// <summary>The process of a part, as the script knows it.</summary>
    public int ProcessOf(string part) => int.Parse(ReadFile($".run/parts/{part}").Split(' ')[0], CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        var stop = await RunAsync("stop");
        Assert.True(stop.ExitCode == 0, stop.Output);
        Directory.Delete(_parent, recursive: true);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file, Encoding.Latin1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // The process has gone, or it is another user's and thus not ours.
        }
    }

    private bool Mentions(string file) => Read(file).Contains(_parent, StringComparison.Ordinal);
}
