using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace Metropool.AppHost.Local;

/// <summary>
/// Ends the run where its orchestrator (DCP) has ended. DCP ends everything where this process ends. It can have a process of its own beside each of ours
/// that does the same where DCP itself is killed; these take more than 200 MB together, and are off: this is here instead.
/// </summary>
internal sealed class OrchestratorWatch(RunParts parts, IHostApplicationLifetime lifetime) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _end = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>Whether it was the orchestrator's end that ended the run.</summary>
    public bool HasEndedRun { get; private set; }

    /// <summary>Switches DCP's own processes off. Before it starts.</summary>
    public static void Prepare() => Environment.SetEnvironmentVariable("DCP_DISABLE_MONITOR_PROCESS", "true");

    /// <summary>Begins to watch.</summary>
    public void Start() => _watching = WatchAsync(_end.Token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    private async Task WatchAsync(CancellationToken end)
    {
        try
        {
            IReadOnlyList<(int Pid, string CommandLine)> orchestrator;
            while ((orchestrator = Find()).Count == 0)
            {
                await Task.Delay(Interval, end);
            }

            // One that has ended and waits for its parent has no command line.
            while (orchestrator.All(process => CommandLineOf(process.Pid) == process.CommandLine))
            {
                await Task.Delay(Interval, end);
            }

            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return;
            }

            HasEndedRun = true;
            await Console.Error.WriteLineAsync("The orchestrator (dcp) has been killed, and with it goes everything: start again.");
            EndAll(orchestrator.Select(process => process.Pid));
            lifetime.StopApplication();
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    // DCP are two processes: one that watches this one, which is named in its command line, and its child, which starts everything.
    private static IReadOnlyList<(int Pid, string CommandLine)> Find()
    {
        var watcher = First(Running(), $"--monitor\0{Environment.ProcessId}\0");
        var starter = watcher == 0 ? 0 : First(ChildrenOf(watcher), "\0run-controllers\0");
        return starter == 0 ? [] : [(watcher, CommandLineOf(watcher)), (starter, CommandLineOf(starter))];
    }

    private static int First(IEnumerable<int> processes, string argument) =>
        processes.FirstOrDefault(pid => CommandLineOf(pid).Contains(argument, StringComparison.Ordinal));

    // What is left of the orchestrator is killed first: it would start again what ends.
    private void EndAll(IEnumerable<int> orchestrator)
    {
        Signal("KILL", orchestrator);
        Signal("TERM", parts.All.Select(part => part.Pid).OfType<int>());
    }

    private static void Signal(string signal, IEnumerable<int> processes)
    {
        foreach (var pid in processes)
        {
            using var kill = Process.Start("/bin/sh", ["-c", "kill -s \"$0\" \"$1\" 2>/dev/null", signal, pid.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }
    }

    // The parent is the second field after the name, which is in parentheses.
    private static IEnumerable<int> ChildrenOf(int pid)
    {
        var parent = pid.ToString(CultureInfo.InvariantCulture);
        return Running().Where(child => Read(child, "stat") is { Length: > 0 } stat && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == parent);
    }

    private static string CommandLineOf(int pid) => Read(pid, "cmdline");

    private static IEnumerable<int> Running() => Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid != 0 && pid != Environment.ProcessId);

    private static string Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // It has gone, or is another user's.
        }
    }
}
