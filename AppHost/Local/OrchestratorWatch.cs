using System.ComponentModel;
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
            IReadOnlyList<Process> orchestrator;
            while ((orchestrator = Find()).Count == 0)
            {
                await Task.Delay(Interval, end);
            }

            while (orchestrator.All(process => !process.HasExited))
            {
                await Task.Delay(Interval, end);
                orchestrator = Find() is { Count: > 0 } found && found.Count > orchestrator.Count ? found : orchestrator;
            }

            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return;
            }

            HasEndedRun = true;
            await Console.Error.WriteLineAsync("The orchestrator (dcp) has been killed, and with it goes everything: start again.");
            EndAll(orchestrator);
            lifetime.StopApplication();
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    // DCP are two processes: the one that watches ours, which is named in its command line, and that one's child.
    private static List<Process> Find()
    {
        var mine = $"--monitor\0{Environment.ProcessId}\0";
        var first = Running().FirstOrDefault(pid => Read(pid, "cmdline").Contains(mine, StringComparison.Ordinal));
        int[] found = first == 0
            ? []
            : [first, .. Read(first, $"task/{first}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pid => int.Parse(pid, CultureInfo.InvariantCulture))];
        return [.. found.Select(ProcessOf).OfType<Process>()];
    }

    private void EndAll(IEnumerable<Process> orchestrator)
    {
        foreach (var process in orchestrator.Where(process => !process.HasExited))
        {
            process.Kill();
        }

        foreach (var pid in parts.All.Select(part => part.Pid).OfType<int>())
        {
            using var kill = Process.Start("/bin/sh", ["-c", "kill -TERM \"$0\" 2>/dev/null", pid.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }
    }

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

    private static Process? ProcessOf(int pid)
    {
        try
        {
            return Process.GetProcessById(pid);
        }
        catch (Exception exception) when (exception is ArgumentException or Win32Exception)
        {
            return null;
        }
    }
}
