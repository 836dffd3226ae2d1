using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Metropool.LocalServers;
using Metropool.LocalServers.Control;
using Microsoft.Extensions.Hosting;

namespace Metropool.AppHost.Local;

/// <summary>Reports the start on the console: the parts, the addresses once everything is healthy, and later the parts that end by themselves.</summary>
/// <param name="run">The run.</param>
/// <param name="parts">Its parts.</param>
/// <param name="addresses">The addresses to report once everything is healthy.</param>
/// <param name="lifetime">The life of this process.</param>
internal sealed partial class RunReport(LocalRun run, RunParts parts, RunAddresses addresses, IHostApplicationLifetime lifetime) : IAsyncDisposable
{
    private const int LogLines = 20;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _end = new();
    private Task _reporting = Task.CompletedTask;

    /// <summary>Whether a failure before everything was healthy has ended the run.</summary>
    public bool HasEndedRun { get; private set; }

    /// <summary>Begins, before anything is started.</summary>
    public void Start() => _reporting = ReportAsync(_end.Token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reporting;
        _end.Dispose();
    }

    // With the time since this process began.
    private static void WriteLine(string name, string text)
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{(DateTime.Now - process.StartTime).TotalSeconds,6:0.0}s] {name,-19} {text}"));
    }

    private async Task ReportAsync(CancellationToken end)
    {
        try
        {
            var isReady = false;
            var next = parts.Changes.ReadAsync(end).AsTask();
            while (true)
            {
                if (await Task.WhenAny(next, Task.Delay(isReady ? Timeout.InfiniteTimeSpan : Silence, end)) != next)
                {
                    end.ThrowIfCancellationRequested();
                    ReportWaiting();
                    continue;
                }

                var part = await next;
                next = parts.Changes.ReadAsync(end).AsTask();
                if (lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    return;
                }

                if (part.State == RunPartState.Failed && parts.IsRestarting(part.Name))
                {
                    continue;
                }

                Report(part, isReady);
                if (!isReady && part.State == RunPartState.Failed && EndRun())
                {
                    return;
                }

                if (!isReady && parts.All.All(IsReady))
                {
                    isReady = true;
                    await WriteAddressesAsync(end);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
        {
            // The end.
        }
        catch (Exception exception) when (exception is LocalServerException or IOException)
        {
            WriteLine("metropool", exception.Message);
            EndRun();
        }
    }

    // The others wait for these. What they warn of last is mostly the reason.
    private void ReportWaiting()
    {
        var waiting = parts.All.Where(part => !IsReady(part)).ToList();
        var first = new[] { RunPartKind.Server, RunPartKind.Migration, RunPartKind.Service }.First(kind => waiting.Exists(part => part.Kind == kind));
        var names = waiting.Where(part => part.Kind == first).Select(part => part.Name).ToList();
        WriteLine("...", $"waiting for {string.Join(", ", names)}");
        foreach (var name in names)
        {
            if (LogOf(name).LastOrDefault() is { } line && Warning().Match(line) is { Success: true } warning)
            {
                Console.WriteLine($"    {name}: {warning.Groups["text"].Value}");
            }
        }
    }

    private bool EndRun()
    {
        HasEndedRun = run.EndsWhereAPartFails;
        if (HasEndedRun)
        {
            lifetime.StopApplication();
        }

        return HasEndedRun;
    }

    private static bool IsReady(RunPart part) => part.Kind switch
    {
        RunPartKind.Service or RunPartKind.Server => part.State == RunPartState.Healthy,
        RunPartKind.Migration => part.State == RunPartState.Finished,
        _ => true,
    };

    private void Report(RunPart part, bool isReady)
    {
        switch (part)
        {
            case { State: RunPartState.Failed }:
                WriteLogEnd(part.Name);
                WriteLine(part.Name, Failure(part, isReady));
                break;
            case { State: RunPartState.Healthy, Kind: RunPartKind.Service or RunPartKind.Server }:
                WriteLine(part.Name, part.Port is { } port ? $"healthy on port {port}" : "healthy");
                break;
            case { State: RunPartState.Finished, Kind: RunPartKind.Migration }:
                WriteLine(part.Name, "done");
                break;
            case { State: RunPartState.Finished, Kind: RunPartKind.Service or RunPartKind.Server } when isReady:
                WriteLine(part.Name, "stopped");
                break;
            case { State: RunPartState.Unhealthy, Kind: RunPartKind.Service or RunPartKind.Server } when isReady:
                WriteLine(part.Name, "unhealthy");
                break;
        }
    }

    private static string Failure(RunPart part, bool isReady)
    {
        var how = part.ExitCode is { } code ? $"has ended with exit code {code}" : "doesn't start";
        var log = $"the end of its log is above, all of it: ./metropool logs {part.Name}";
        return isReady ? $"{how}: {log}. The others go on; ./metropool restart {part.Name} starts it again" : $"{how}: {log}";
    }

    private void WriteLogEnd(string name)
    {
        foreach (var line in LogOf(name).TakeLast(LogLines))
        {
            Console.WriteLine($"    {line}");
        }
    }

    // Without stacks: what a message says is above its stack, and would be cut off by it.
    private IEnumerable<string> LogOf(string name)
    {
        var file = Path.Combine(run.Folder.Logs, $"{name}.log");
        if (!File.Exists(file))
        {
            return [];
        }

        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !StackLine().IsMatch(line))];
    }

    // The orchestrator puts the time before a line that has none.
    [GeneratedRegex(@"^(\S+Z )?\s+(at |--- End of )")]
    private static partial Regex StackLine();

    [GeneratedRegex(@"^\S+ warn [^ ]+( \[[^]]*\])?: (?<text>.+)$")]
    private static partial Regex Warning();

    private async Task WriteAddressesAsync(CancellationToken end)
    {
        await addresses.WriteAsync(end);
        WriteLine("metropool", "ready");
        Console.WriteLine();
        foreach (var (name, address) in addresses.Shown)
        {
            Console.WriteLine($"  {name,-11} {address}");
        }

        await WriteDemoUsersAsync(end);
        Console.WriteLine();
        Console.WriteLine("Ctrl+C or ./metropool stop ends all of it.");
    }

    private async Task WriteDemoUsersAsync(CancellationToken end)
    {
        // A database that was made by another run has demo users whose passwords that run keeps.
        if (!File.Exists(run.DemoUsersFile))
        {
            return;
        }

        await using var file = File.OpenRead(run.DemoUsersFile);
        var demo = await JsonSerializer.DeserializeAsync<DemoAccounts>(file, JsonSerializerOptions.Web, end);
        Console.WriteLine();
        Console.WriteLine($"  {"demo user",-42} {"password",-32} roles");
        foreach (var user in demo!.Users)
        {
            Console.WriteLine($"  {user.UserName,-42} {user.Password,-32} {string.Join(", ", user.Roles)}");
        }
    }

    private sealed record DemoAccounts(IReadOnlyList<DemoAccount> Users);

    private sealed record DemoAccount(string UserName, string Password, IReadOnlyList<string> Roles);
}
