using System.Diagnostics;
using System.Globalization;
using Metropool.LocalServers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Metropool.AppHost.Local;

/// <summary>
/// Ends the run when its orchestrator (DCP) has been killed, and lets no run end before its processes have. DCP itself can watch each process with another one,
/// for the same purpose. These take more than 200 MB together, so they are switched off.
/// </summary>
internal sealed class OrchestratorWatch(RunParts parts, IHostApplicationLifetime lifetime, IOptions<HostOptions> host) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndInterval = TimeSpan.FromMilliseconds(100);

    // An orderly end takes some ten seconds, on a busy machine some more.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(45);

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
        await EndAllAsync();
        _end.Dispose();
    }

    private async Task WatchAsync(CancellationToken end)
    {
        try
        {
            IReadOnlyList<ProcessEntry> orchestrator;
            while ((orchestrator = Find()).Count < 2)
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

            HasEndedRun = true;
            await Console.Error.WriteLineAsync("The orchestrator (dcp) has been killed, and with it goes everything: start again.");

            // What is left of it is killed first: it would start again what ends.
            Signal("KILL", orchestrator);
            Signal("TERM", PartsOfTheRun());

            // Aspire would ask it to stop each part, for minutes.
            host.Value.ShutdownTimeout = Interval;
            lifetime.StopApplication();
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    // A run that is stopped while it starts leaves its processes to the orchestrator, which ends when it is asked to and all of them have.
    private async Task EndAllAsync()
    {
        var orchestrator = Find();
        var started = orchestrator.Concat(PartsOfTheRun()).ToHashSet();
        Signal("TERM", orchestrator.Take(1));
        for (var waited = Stopwatch.StartNew(); started.Any(process => process.IsRunning); await Task.Delay(EndInterval))
        {
            started.UnionWith(orchestrator.SelectMany(process => ProcessEntry.TreeOf(process.Id)));
            if (waited.Elapsed > EndLimit)
            {
                var left = started.Where(process => process.IsRunning).ToList();
                await Console.Error.WriteLineAsync(
                    $"Killed, because they don't end: {string.Join(", ", left.Select(process => $"{process.Read("comm").TrimEnd()} ({process.Id})"))}.");
                Signal("KILL", left);
                return;
            }
        }
    }

    // DCP are two processes: one that watches this one, which is named in its command line, and its child, which starts everything.
    private static IReadOnlyList<ProcessEntry> Find()
    {
        var watcher = ProcessEntry.All().FirstOrDefault(
            process => process.Id != Environment.ProcessId && Has(process, $"\0--monitor\0{Environment.ProcessId}\0"));
        return watcher is null ? [] : [watcher, .. watcher.Children().Where(process => Has(process, "\0run-controllers\0"))];
    }

    private static bool Has(ProcessEntry process, string argument) => process.CommandLine.Contains(argument, StringComparison.Ordinal);

    private IEnumerable<ProcessEntry> PartsOfTheRun() => parts.All.Select(part => part.Pid).OfType<int>().SelectMany(ProcessEntry.TreeOf);

    private static void Signal(string signal, IEnumerable<ProcessEntry> processes)
    {
        foreach (var process in processes.Where(process => process.IsRunning))
        {
            var pid = process.Id.ToString(CultureInfo.InvariantCulture);
            using var kill = Process.Start("/bin/sh", ["-c", "kill -s \"$0\" \"$1\" 2>/dev/null", signal, pid]);
            kill.WaitForExit();
        }
    }
}
