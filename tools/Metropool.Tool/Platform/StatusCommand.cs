using System.CommandLine;
using Metropool.LocalServers.Control;
using Spectre.Console;

namespace Metropool.Tool.Platform;

/// <summary><c>status [--json]</c>: shows the parts of the running platform.</summary>
internal static class StatusCommand
{
    private const double Megabyte = 1024 * 1024;
    private const int NotHealthy = 1;

    public static Command Create()
    {
        var json = Options.Json();
        var command = new Command("status", "Shows the running parts: state, process, port and memory.") { json };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(json), AnsiConsole.Console, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool json, IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var run = RunClient.Of(ToolEnvironment.Home);
        var parts = run is null ? null : await run.PartsAsync(cancellationToken);
        var shown = (parts ?? []).Select(PartStatus.Of).ToList();
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
        foreach (var part in shown.Where(IsVisible))
        {
            console.WriteLine(
                $"{part.Name,-20} {Lower(part.Kind),-10} {Lower(part.State),-10} {part.Pid,8} {part.Port,6} {part.RssBytes / Megabyte,5:0} MB");
        }

        return parts.All(IsInExpectedState) ? 0 : NotHealthy;
    }

    // Migrations and helpers are shown only if they have failed or aren't healthy.
    private static bool IsVisible(PartStatus part) => part.Kind switch
    {
        RunPartKind.Migration => part.State != RunPartState.Finished,
        RunPartKind.Helper => part.State != RunPartState.Healthy,
        _ => true,
    };

    private static bool IsInExpectedState(RunPart part) =>
        part.State == (part.Kind == RunPartKind.Migration ? RunPartState.Finished : RunPartState.Healthy);

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
