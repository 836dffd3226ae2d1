using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Metropool.LocalServers;
using Metropool.Testing.Servers;

namespace Metropool.Tool.Testing;

/// <summary>
/// <c>test [NAME ...]</c>: runs the built test projects and counts the results in their result files. The last line is
/// <c>N passed, N failed, N skipped</c>.
/// </summary>
internal static class TestCommand
{
    private const string TimeoutVariable = "METROPOOL_TEST_TIMEOUT";
    private const int DefaultTimeout = 1800;
    private const int MaxLineLength = 200;
    private const int MaxParallelProjects = 2; // Each runs its tests in parallel.

    public static Command Create()
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "Runs only the test projects whose name contains this text.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("test", "Runs the tests on their own servers.") { names };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(names) ?? [], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] names, CancellationToken cancellationToken)
    {
        var chosen = TestProject.In(Repository.Root)
            .Where(project => names.Length == 0 || Array.Exists(names, name => project.Name.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        if (chosen.Count == 0)
        {
            ErrorOutput.Write($"No test project has a name that contains {string.Join(" or ", names)}.");
            return 2;
        }

        var timeout = Environment.GetEnvironmentVariable(TimeoutVariable) ?? $"{DefaultTimeout}";
        if (!int.TryParse(timeout, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds < 1)
        {
            ErrorOutput.Write($"{TimeoutVariable} must be a number of seconds.");
            return 2;
        }

        try
        {
            var folder = LocalFolder.Open(ToolEnvironment.Home);
            // All projects use these servers. Holding them prevents them from ending between two projects.
            await using var servers = TestServers.AreExternal
                ? null
                : await SharedServers.StartAsync(ToolEnvironment.Home, SharedServerKind.NonDurable, cancellationToken);
            Report("servers", servers is null ? "external" : "ready");

            // A temporary folder, so that parallel runs don't overwrite each other's results.
            var results = Directory.CreateTempSubdirectory("metropool-results-").FullName;
            try
            {
                var parallelism = Math.Min(MaxParallelProjects, Environment.ProcessorCount);
                var run = new TestRun(folder, results, TimeSpan.FromSeconds(seconds), parallelism, Report);
                var counts = await run.RunAsync(chosen, cancellationToken);
                Console.WriteLine();
                Console.WriteLine(counts);
                return counts is { Failed: 0, Passed: > 0 } ? 0 : 1;
            }
            finally
            {
                MoveFiles(results, folder.Combine("test-results"));
            }
        }
        catch (LocalServerException exception)
        {
            return ErrorOutput.Write(exception.Message);
        }
    }

    private static void Report(string name, string text)
    {
        using var process = Process.GetCurrentProcess();
        var line = text.Length > MaxLineLength ? text[..MaxLineLength] : text;
        Console.WriteLine(name.Length == 0
            ? $"    {line}"
            : string.Create(CultureInfo.InvariantCulture, $"[{(DateTime.Now - process.StartTime).TotalSeconds,6:0.0}s] {name,-18} {line}"));
    }

    private static void MoveFiles(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }

        Directory.Delete(source, recursive: true);
    }
}
