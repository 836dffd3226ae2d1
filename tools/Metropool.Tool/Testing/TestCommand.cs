using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Metropool.LocalServers;
using Metropool.Testing.Servers;

namespace Metropool.Tool.Testing;

/// <summary>
/// <c>test [NAME ...]</c>: runs the built test projects, and counts the results from their files. Its last line is
/// <c>N passed, N failed, N skipped</c>.
/// </summary>
internal static class TestCommand
{
    private const string LimitVariable = "METROPOOL_TEST_TIMEOUT";
    private const int DefaultLimit = 1800;
    private const int LineLength = 200;
    private const int MostAtOnce = 2; // Each is parallel in itself.

    public static Command Create()
    {
        var names = new Argument<string[]>("NAME") { Description = "Runs the projects whose name contains it; all of them without.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("test", "Runs the tests, on servers of their own.") { names };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(names) ?? [], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] names, CancellationToken cancellationToken)
    {
        var chosen = TestProject.In(ToolEnvironment.Repository)
            .Where(project => names.Length == 0 || Array.Exists(names, name => project.Name.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        if (chosen.Count == 0)
        {
            Complaint.Make($"No test project has a name with {string.Join(" or ", names)}.");
            return 2;
        }

        if (!int.TryParse(Environment.GetEnvironmentVariable(LimitVariable) ?? $"{DefaultLimit}", NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds < 1)
        {
            Complaint.Make($"{LimitVariable} is a number of seconds.");
            return 2;
        }

        try
        {
            var folder = LocalFolder.Open(ToolEnvironment.Home);
            // Every project joins this pair; holding it keeps it from ending between two of them.
            await using var servers = TestServers.AreGiven ? null : await SharedServers.StartAsync(ToolEnvironment.Home, SharedServerKind.Scratch, cancellationToken);
            Report("servers", servers is null ? "those that are given" : "ready");

            // Two runs at once don't write each other's results.
            var results = Directory.CreateTempSubdirectory("metropool-results-").FullName;
            try
            {
                var counts = await new TestRun(folder, results, TimeSpan.FromSeconds(seconds), Math.Min(MostAtOnce, Environment.ProcessorCount), Report)
                    .RunAsync(chosen, cancellationToken);
                Console.WriteLine();
                Console.WriteLine(counts);
                return counts is { Failed: 0, Passed: > 0 } ? 0 : 1;
            }
            finally
            {
                Keep(results, folder.Combine("test-results"));
            }
        }
        catch (LocalServerException exception)
        {
            return Complaint.Make(exception.Message);
        }
    }

    private static void Report(string name, string text)
    {
        using var process = Process.GetCurrentProcess();
        var line = text.Length > LineLength ? text[..LineLength] : text;
        Console.WriteLine(name.Length == 0
            ? $"    {line}"
            : string.Create(CultureInfo.InvariantCulture, $"[{(DateTime.Now - process.StartTime).TotalSeconds,6:0.0}s] {name,-18} {line}"));
    }

    private static void Keep(string results, string kept)
    {
        Directory.CreateDirectory(kept);
        foreach (var file in Directory.GetFiles(results))
        {
            File.Copy(file, Path.Combine(kept, Path.GetFileName(file)), overwrite: true);
        }

        Directory.Delete(results, recursive: true);
    }
}
