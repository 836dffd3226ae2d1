using System.CommandLine;
using System.Diagnostics;
using Metropool.LocalServers.Control;

namespace Metropool.Tool.Platform;

/// <summary><c>service NAME|all COMMAND ...</c>: runs a command of a service's program, with the settings of the running service.</summary>
internal static class ServiceCommand
{
    private const string All = "all";
    private const string Gateway = "gateway";

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The name of a service, or all." };
        var rest = new Argument<string[]>("COMMAND")
        {
            Description = "A command of the service, such as errors, and its arguments.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("service", "Runs a command of a service's program.") { name, rest };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(name)!, [.. parsed.GetValue(rest)!, .. parsed.UnmatchedTokens], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string name, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var run = RunClient.Of(ToolEnvironment.Home);
        if (run is null || await run.PartsAsync(cancellationToken) is not { } parts)
        {
            return NotRunning.Report();
        }

        var services = parts.Where(part => part.Kind == RunPartKind.Service && part.Name != Gateway).Select(part => part.Name).ToList();
        if (name != All && !services.Contains(name))
        {
            ErrorOutput.Write($"Service '{name}' not found. Use {string.Join(", ", services)} or {All}.");
            return 2;
        }

        var exitCode = 0;
        foreach (var service in name == All ? services : [name])
        {
            if (name == All)
            {
                Console.WriteLine(service);
            }

            var program = await run.ProgramAsync(service, cancellationToken);
            var code = program is null ? ErrorOutput.Write($"{service} hasn't been started yet.") : await RunAsync(program, arguments, cancellationToken);
            exitCode = code == 0 ? exitCode : code;
        }

        return exitCode;
    }

    private static async Task<int> RunAsync(RunProgram program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program.Program, [.. program.Arguments, .. arguments]) { WorkingDirectory = program.WorkingDirectory };
        foreach (var (variable, value) in program.Environment)
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
}
