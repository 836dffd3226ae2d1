using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Metropool.Journey;

namespace Metropool.Tool.Bench;

/// <summary>A platform of a bench's own: a home, servers and ports that nothing else uses, gone when it is disposed of.</summary>
internal sealed class OwnPlatform : IAsyncDisposable
{
    private readonly string _script;
    private readonly string _home = Directory.CreateTempSubdirectory("metropool-bench-").FullName;
    private readonly string _port = FreePort().ToString(CultureInfo.InvariantCulture);

    /// <param name="script">The entry script; the checkout's own unless given.</param>
    public OwnPlatform(string? script = null) => _script = script ?? Path.Combine(ToolEnvironment.Repository, "metropool");

    /// <summary>Its home, as <c>METROPOOL_HOME</c>.</summary>
    public string Home => _home;

    /// <summary>The gateway.</summary>
    public Uri Url => new($"http://localhost:{_port}");

    /// <summary>Its demo users.</summary>
    public string DemoUsersFile => Path.Combine(_home, "demo-users.json");

    /// <summary>The connection string of a service's database.</summary>
    public string DatabaseOf(string service) => File.ReadLines(Path.Combine(_home, "addresses"))
        .First(line => line.StartsWith("METROPOOL_POSTGRES=", StringComparison.Ordinal))["METROPOOL_POSTGRES=".Length..]
        .Replace("Database=postgres", $"Database={service}", StringComparison.Ordinal);

    /// <summary>Starts it with <c>./metropool run --detach</c>.</summary>
    /// <returns>How long it took until the command said that everything is healthy.</returns>
    public async Task<TimeSpan> StartAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await ScriptAsync(["run", "--detach"], cancellationToken);
        return clock.Elapsed;
    }

    /// <summary>Stops it with <c>./metropool stop</c>.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> StopAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await ScriptAsync(["stop"], cancellationToken);
        return clock.Elapsed;
    }

    /// <summary>The parts that run, as <c>./metropool status --json</c> lists them.</summary>
    public async Task<IReadOnlyList<RunningPart>> StatusAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<RunningPart[]>(await ScriptAsync(["status", "--json"], cancellationToken), JsonSerializerOptions.Web)!;

    /// <summary>A journey on it.</summary>
    public Task<JourneyReport> PlayAsync(int participants, CancellationToken cancellationToken) => JourneyPlayer.PlayAsync(
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

    /// <summary>Stops it. That this failed is told, not thrown: it would hide what the bench itself failed of.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await ScriptAsync(["stop"], CancellationToken.None);
        }
        catch (JourneyException e)
        {
            Complaint.Make(e.Message);
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
            // Those of the platform that runs, if any.
            script.Environment.Remove(name);
        }

        script.Environment["METROPOOL_HOME"] = _home;
        script.Environment["METROPOOL_PORT"] = _port;
        using var process = Process.Start(script)!;
        process.StandardInput.Close();
        var complaints = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? output
            : throw new JourneyException($"./metropool {string.Join(' ', arguments)} ended with {process.ExitCode}: {await complaints}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A part of a running platform.</summary>
/// <param name="Name">Its name, such as <c>intake</c>.</param>
/// <param name="Kind"><c>service</c> for the platform's own processes.</param>
/// <param name="State">Such as <c>healthy</c>.</param>
/// <param name="Pid">Its process, while it has one.</param>
/// <param name="RssBytes">Resident memory.</param>
internal sealed record RunningPart(string Name, string Kind, string State, int? Pid, long RssBytes);
