using System.CommandLine;
using Metropool.LocalServers.Control;
using Spectre.Console;

namespace Metropool.Tool.Platform;

/// <summary><c>status [--json]</c>: what runs.</summary>
internal static class StatusCommand
{
    private const double Megabyte = 1024 * 1024;
    private const int NotHealthy = 1;

    public static Command Create()
    {
        var json = Options.Json();
        var command = new Command("status", "Shows what runs: state, process, port and memory.") { json };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(json), AnsiConsole.Console, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool json, IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var run = RunClient.Of(ToolEnvironment.Home);
        var parts = run is null ? null : await run.PartsAsync(cancellationToken);
        var shown = (parts ?? []).Select(part => new ShownPart(part, part.Pid is { } pid ? ProcessMemory.Resident(pid) : 0)).ToList();
        if (json)
        {
            JsonOutput.Write(console, shown);
            return 0;
        }

        if (parts is null)
        {
            console.WriteLine("Metropool is not running.");
            return NotRunning.ExitCode;
        }

        console.WriteLine($"{"name",-20} {"kind",-10} {"state",-10} {"process",8} {"port",6} {"memory",8}");
        foreach (var part in shown.Where(IsShown))
        {
            console.WriteLine(
                $"{part.Name,-20} {Word(part.Kind),-10} {Word(part.State),-10} {part.Pid,8} {part.Port,6} {part.RssBytes / Megabyte,5:0} MB");
        }

        return parts.All(IsAsItShouldBe) ? 0 : NotHealthy;
    }

    // What has done its work, and what only another part needs, is shown where something is wrong with it.
    private static bool IsShown(ShownPart part) => part.Kind switch
    {
        RunPartKind.Migration => part.State != RunPartState.Finished,
        RunPartKind.Helper => part.State != RunPartState.Healthy,
        _ => true,
    };

    private static bool IsAsItShouldBe(RunPart part) =>
        part.State == (part.Kind == RunPartKind.Migration ? RunPartState.Finished : RunPartState.Healthy);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>A part as <c>--json</c> shows it.</summary>
    internal sealed record ShownPart(string Name, RunPartKind Kind, RunPartState State, int? Pid, int? Port, int? ExitCode, long RssBytes)
    {
        public ShownPart(RunPart part, long rssBytes)
            : this(part.Name, part.Kind, part.State, part.Pid, part.Port, part.ExitCode, rssBytes)
        {
        }
    }
}
