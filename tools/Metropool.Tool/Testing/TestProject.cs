using System.Diagnostics;
using System.Globalization;

namespace Metropool.Tool.Testing;

/// <summary>A test project of the repository, built in Release.</summary>
/// <param name="Name">The name, such as <c>Intake.Tests</c>.</param>
/// <param name="Program">The path of the program.</param>
internal sealed record TestProject(string Name, string Program)
{
    private const string Suffix = ".Tests";

    // These projects start whole platforms, which need the machine for themselves.
    private static readonly string[] ExclusiveProjects = ["AppHost.Tests", "EndToEnd.Tests", "Script.Tests"];
    private static readonly TimeSpan LongRunningInterval = TimeSpan.FromSeconds(60);

    /// <summary>Whether no other project may run at the same time.</summary>
    public bool RunsAlone => ExclusiveProjects.Contains(Name);

    /// <summary>All test projects, by name.</summary>
    public static IReadOnlyList<TestProject> In(string repository) =>
    [
        .. Directory.GetDirectories(Path.Combine(repository, "tests"), $"*{Suffix}")
            .Select(folder => (Folder: folder, Name: Path.GetFileName(folder)))
            .Where(project => File.Exists(Path.Combine(project.Folder, $"{project.Name}.csproj")))
            .OrderBy(project => project.Name, StringComparer.Ordinal)
            .Select(project => new TestProject(
                project.Name, Path.Combine(project.Folder, "bin", "Release", "net10.0", $"Metropool.{project.Name}.dll"))),
    ];

    /// <summary>Runs the project.</summary>
    /// <param name="results">The result file.</param>
    /// <param name="log">The file for its output. Every minute without a result, it lists the running tests.</param>
    /// <param name="limit">The time limit, after which the project and its child processes are killed.</param>
    /// <param name="cancellationToken"></param>
    /// <returns>The exit code; null if the time limit was exceeded.</returns>
    public async Task<int?> RunAsync(string results, string log, TimeSpan limit, CancellationToken cancellationToken)
    {
        var longRunningSeconds = (int)Math.Min(LongRunningInterval.TotalSeconds, (limit.TotalSeconds / 2) + 1);
        // The shell opens the log and replaces itself by the program, so that the log is complete even if this process is killed.
        var start = new ProcessStartInfo("/bin/sh",
        [
            "-c", "exec \"$@\" >\"$LOG_FILE\" 2>&1 </dev/null", "sh",
            "dotnet", Program, "-noLogo", "-noColor", "-longRunning", longRunningSeconds.ToString(CultureInfo.InvariantCulture), "-trx", results,
        ]);
        start.Environment["LOG_FILE"] = log;
        using var process = Process.Start(start)!;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(ended.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
