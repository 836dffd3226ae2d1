using System.Diagnostics;
using System.Globalization;

namespace Metropool.Tool.Testing;

/// <summary>A test project of the repository, built in Release.</summary>
/// <param name="Name">Such as <c>Intake.Tests</c>.</param>
/// <param name="Program">Its program.</param>
internal sealed record TestProject(string Name, string Program)
{
    private const string Suffix = ".Tests";

    // They start the processes of whole platforms, and have the machine for themselves.
    private static readonly string[] _alone = ["AppHost.Tests", "EndToEnd.Tests", "Script.Tests"];
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>Whether no other project runs beside it.</summary>
    public bool RunsAlone => _alone.Contains(Name);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<TestProject> In(string repository) =>
    [
        .. Directory.GetDirectories(Path.Combine(repository, "tests"), $"*{Suffix}")
            .Select(folder => (Folder: folder, Name: Path.GetFileName(folder)))
            .Where(project => File.Exists(Path.Combine(project.Folder, $"{project.Name}.csproj")))
            .OrderBy(project => project.Name, StringComparer.Ordinal)
            .Select(project => new TestProject(project.Name, Path.Combine(project.Folder, "bin", "Release", "net10.0", $"Metropool.{project.Name}.dll"))),
    ];

    /// <summary>Runs it to its end.</summary>
    /// <param name="results">The result file.</param>
    /// <param name="log">Where what it writes goes.</param>
    /// <param name="limit">How long it may take. What it then still ran is in the log, which names every minute in which no test began or ended what runs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code; null where it took too long, and was ended with all that it had started.</returns>
    public async Task<int?> RunAsync(string results, string log, TimeSpan limit, CancellationToken cancellationToken)
    {
        var silence = (int)Math.Min(Silence.TotalSeconds, (limit.TotalSeconds / 2) + 1);
        // The shell opens the log and becomes the program: nothing is lost where this process is killed.
        var start = new ProcessStartInfo("/bin/sh",
        [
            "-c", "exec \"$@\" >\"$LOG_FILE\" 2>&1 </dev/null", "sh",
            "dotnet", Program, "-noLogo", "-noColor", "-longRunning", silence.ToString(CultureInfo.InvariantCulture), "-trx", results,
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
