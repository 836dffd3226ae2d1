using System.Diagnostics;
using System.Globalization;
using Metropool.LocalServers;
using Microsoft.Extensions.Hosting;

namespace Metropool.AppHost.Local;

/// <summary>
/// Ends the run when its orchestrator (DCP) has been killed. DCP itself can watch each process with another one, for the same purpose. These take more than
/// 200 MB together, so they are switched off.
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
            while (orchestrator.All(process => ProcessTable.CommandLineOf(process.Pid) == process.CommandLine))
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
        var watcher = First(ProcessTable.All(), $"--monitor\0{Environment.ProcessId}\0");
        var starter = watcher == 0 ? 0 : First(ProcessTable.ChildrenOf(watcher), "\0run-controllers\0");
        return starter == 0 ? [] : [(watcher, ProcessTable.CommandLineOf(watcher)), (starter, ProcessTable.CommandLineOf(starter))];
    }

    private static int First(IEnumerable<int> processes, string argument) =>
        processes.FirstOrDefault(pid => pid != Environment.ProcessId && ProcessTable.CommandLineOf(pid).Contains(argument, StringComparison.Ordinal));

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
}
