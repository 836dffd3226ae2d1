using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Metropool.Journey;
using Metropool.LocalServers;
using Metropool.LocalServers.Control;
using Metropool.Testing.Servers;
using Metropool.Tool.Platform;

namespace Metropool.Tool.Bench;

/// <summary>A platform for one benchmark, with its own home folder, servers and ports. It is stopped and deleted when disposed.</summary>
internal sealed class BenchPlatform : IAsyncDisposable
{
    private readonly string _script;
    private readonly string _home = Directory.CreateTempSubdirectory("metropool-bench-").FullName;
    private readonly string _port = LocalPorts.Next().ToString(CultureInfo.InvariantCulture);

    /// <param name="script">The entry script; null for that of this checkout.</param>
    public BenchPlatform(string? script = null) => _script = script ?? Path.Combine(Repository.Root, "metropool");

    /// <summary>The home folder (<c>METROPOOL_HOME</c>).</summary>
    public string Home => _home;

    /// <summary>The address of the gateway.</summary>
    public Uri Url => new($"http://localhost:{_port}");

    /// <summary>The file with the demo users.</summary>
    public string DemoUsersFile => Path.Combine(_home, "demo-users.json");

    /// <summary>The connection string of a service's database.</summary>
    public string DatabaseOf(string service) => File.ReadLines(Path.Combine(_home, "addresses"))
        .First(line => line.StartsWith("METROPOOL_POSTGRES=", StringComparison.Ordinal))["METROPOOL_POSTGRES=".Length..]
        .Replace("Database=postgres", $"Database={service}", StringComparison.Ordinal);

    /// <summary>Starts it with <c>./metropool run --detach</c>.</summary>
    /// <returns>The time until everything is healthy.</returns>
    public async Task<TimeSpan> StartAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await ScriptAsync(["run", "--detach"], cancellationToken);
        return clock.Elapsed;
    }

    /// <summary>Stops it with <c>./metropool stop</c>.</summary>
    /// <returns>The time until everything has ended.</returns>
    public async Task<TimeSpan> StopAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await ScriptAsync(["stop"], cancellationToken);
        return clock.Elapsed;
    }

    /// <summary>The parts of the platform from <c>./metropool status --json</c>.</summary>
    public async Task<IReadOnlyList<PartStatus>> StatusAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<PartStatus[]>(await ScriptAsync(["status", "--json"], cancellationToken), ControlAddress.Json)!;

    /// <summary>Runs a journey on the platform.</summary>
    public Task<JourneyReport> RunJourneyAsync(int participants, CancellationToken cancellationToken) => JourneyRunner.RunAsync(
        new JourneyOptions
        {
            Url = Url,
            DemoUsersFile = DemoUsersFile,
            EditionFile = ToolEnvironment.DefaultEdition,
            EditionHasFindings = true,
            Participants = participants,
        },
        null,
        cancellationToken);

    /// <summary>Stops the platform. A failure is only printed, so that it doesn't hide an exception of the benchmark.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await ScriptAsync(["stop"], CancellationToken.None);
        }
        catch (JourneyException e)
        {
            ErrorOutput.Write(e.Message);
        }
        finally
        {
            Directory.Delete(_home, recursive: true);
        }
    }

    private async Task<string> ScriptAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var script = new ProcessStartInfo(_script, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var name in script.Environment.Keys.Where(name => name.StartsWith("METROPOOL_", StringComparison.Ordinal)).ToList())
        {
            // Removes the settings of a platform that is already running.
            script.Environment.Remove(name);
        }

        script.Environment["METROPOOL_HOME"] = _home;
        script.Environment["METROPOOL_PORT"] = _port;
        using var process = Process.Start(script)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? output
            : throw new JourneyException($"./metropool {string.Join(' ', arguments)} failed with exit code {process.ExitCode}: {await errors}");
    }
}
