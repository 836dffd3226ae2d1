using System.Diagnostics;
using Metropool.LocalServers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Metropool.AppHost.Local;

/// <summary>
/// Stops the run if its orchestrator (DCP) is killed, and waits at the end of a run until all its processes have ended. DCP has monitor processes for the same
/// purpose, but they use more than 200 MB in total and are therefore disabled.
/// </summary>
internal sealed class OrchestratorWatchdog(RunParts parts, IHostApplicationLifetime lifetime, IOptions<HostOptions> host) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ExitPollInterval = TimeSpan.FromMilliseconds(100);

    // A graceful shutdown takes about ten seconds, more on a busy machine.
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(45);

    private readonly CancellationTokenSource _end = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>Whether the run was stopped because the orchestrator was killed.</summary>
    public bool HasStoppedRun { get; private set; }

    /// <summary>Disables DCP's monitor processes. Call it before DCP starts.</summary>
    public static void DisableMonitors() => Environment.SetEnvironmentVariable("DCP_DISABLE_MONITOR_PROCESS", "true");

    /// <summary>Starts watching.</summary>
    public void Start() => _watching = WatchAsync(_end.Token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        await WaitForExitAsync();
        _end.Dispose();
    }

    private async Task WatchAsync(CancellationToken end)
    {
        try
        {
            IReadOnlyList<ProcessEntry> orchestrator;
            while ((orchestrator = FindOrchestrator()).Count < 2)
            {
                await Task.Delay(Interval, end);
            }

            while (orchestrator.All(process => process.IsRunning))
            {
                await Task.Delay(Interval, end);
            }

            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return;
            }

            HasStoppedRun = true;
            await Console.Error.WriteLineAsync("The orchestrator (dcp) has been killed, so the run stops. Start Metropool again.");

            // The rest of DCP is killed first, because it would restart the other processes.
            Signal("KILL", orchestrator);
            Signal("TERM", RunProcesses());

            // Otherwise Aspire would wait minutes for DCP to stop each part.
            host.Value.ShutdownTimeout = Interval;
            lifetime.StopApplication();
        }
        catch (OperationCanceledException)
        {
            // Expected: the run is stopping.
        }
    }

    // A run that is stopped while it starts leaves its processes to DCP. On SIGTERM, DCP ends after all of them.
    private async Task WaitForExitAsync()
    {
        var orchestrator = FindOrchestrator();
        var started = orchestrator.Concat(RunProcesses()).ToHashSet();
        Signal("TERM", orchestrator.Take(1));
        for (var waited = Stopwatch.StartNew(); started.Any(process => process.IsRunning); await Task.Delay(ExitPollInterval))
        {
            started.UnionWith(orchestrator.SelectMany(process => ProcessEntry.TreeOf(process.Id)));
            if (waited.Elapsed > ExitTimeout)
            {
                var remaining = started.Where(process => process.IsRunning).ToList();
                var names = remaining.Select(process => $"{process.Read("comm").TrimEnd()} ({process.Id})");
                await Console.Error.WriteLineAsync($"Killed, because they didn't end in time: {string.Join(", ", names)}.");
                Signal("KILL", remaining);
                return;
            }
        }
    }

    // DCP has two processes: one monitors this process, whose id is in its command line; its child starts the other processes.
    private static IReadOnlyList<ProcessEntry> FindOrchestrator()
    {
        var monitor = ProcessEntry.All().FirstOrDefault(
            process => process.Id != Environment.ProcessId && Has(process, $"\0--monitor\0{Environment.ProcessId}\0"));
        return monitor is null ? [] : [monitor, .. monitor.Children().Where(process => Has(process, "\0run-controllers\0"))];
    }

    private static bool Has(ProcessEntry process, string argument) => process.CommandLine.Contains(argument, StringComparison.Ordinal);

    private IEnumerable<ProcessEntry> RunProcesses() => parts.All.Select(part => part.Pid).OfType<int>().SelectMany(ProcessEntry.TreeOf);

    private static void Signal(string signal, IEnumerable<ProcessEntry> processes)
    {
        foreach (var process in processes.Where(process => process.IsRunning))
        {
            ProcessEntry.Signal(process.Id, signal);
        }
    }
}
