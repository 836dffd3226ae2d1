using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Metropool.LocalServers;
using Metropool.LocalServers.Control;
using Microsoft.Extensions.Hosting;

namespace Metropool.AppHost.Local;

/// <summary>Reports on the console: each part that becomes healthy, then the addresses, and later each part that fails.</summary>
/// <param name="run">The run.</param>
/// <param name="parts">Its parts.</param>
/// <param name="addresses">The addresses to report when everything is healthy.</param>
/// <param name="lifetime">The lifetime of this process.</param>
internal sealed partial class RunReport(LocalRun run, RunParts parts, RunAddresses addresses, IHostApplicationLifetime lifetime) : IAsyncDisposable
{
    private const int LogTailLength = 20;
    private static readonly TimeSpan WaitingReportInterval = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _end = new();
    private Task _reporting = Task.CompletedTask;

    /// <summary>Whether the run was stopped because a part failed before everything was healthy.</summary>
    public bool HasStoppedRun { get; private set; }

    /// <summary>Starts reporting. Call it before any resource starts.</summary>
    public void Start() => _reporting = ReportAsync(_end.Token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reporting;
        _end.Dispose();
    }

    // Writes a line with the seconds since the start of this process.
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
                if (await Task.WhenAny(next, Task.Delay(isReady ? Timeout.InfiniteTimeSpan : WaitingReportInterval, end)) != next)
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
                if (!isReady && part.State == RunPartState.Failed && TryStopRun())
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
            // Expected: the run is stopping.
        }
        catch (Exception exception) when (exception is LocalServerException or IOException)
        {
            WriteLine("metropool", exception.Message);
            TryStopRun();
        }
    }

    // Reports the first kind of parts that others wait for. The last warning of a part is usually the cause.
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

    private bool TryStopRun()
    {
        HasStoppedRun = run.StopOnFailure;
        if (HasStoppedRun)
        {
            lifetime.StopApplication();
        }

        return HasStoppedRun;
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
        var failure = part.ExitCode is { } code ? $"has ended with exit code {code}" : "doesn't start";
        var log = $"the end of its log is above; ./metropool logs {part.Name} shows all of it";
        return isReady ? $"{failure}: {log}. The other parts keep running; ./metropool restart {part.Name} starts it again" : $"{failure}: {log}";
    }

    private void WriteLogEnd(string name)
    {
        foreach (var line in LogOf(name).TakeLast(LogTailLength))
        {
            Console.WriteLine($"    {line}");
        }
    }

    // Without stack traces, because the message before a long one would be cut off.
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

    // The orchestrator adds the time to a line without one.
    [GeneratedRegex(@"^(\S+Z )?\s+(at |--- End of )")]
    private static partial Regex StackLine();

    [GeneratedRegex(@"^\S+ warn [^ ]+( \[[^]]*\])?: (?<text>.+)$")]
    private static partial Regex Warning();

    private async Task WriteAddressesAsync(CancellationToken end)
    {
        await addresses.WriteAsync(end);
        WriteLine("metropool", "ready");
        Console.WriteLine();
        foreach (var (name, address) in addresses.Displayed)
        {
            Console.WriteLine($"  {name,-11} {address}");
        }

        await WriteDemoUsersAsync(end);
        Console.WriteLine();
        Console.WriteLine("Ctrl+C or ./metropool stop stops everything.");
    }

    private async Task WriteDemoUsersAsync(CancellationToken end)
    {
        // The file is missing if another run created the database and its demo users.
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
