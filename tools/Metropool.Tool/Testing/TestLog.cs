using System.Text.RegularExpressions;

namespace Metropool.Tool.Testing;

/// <summary>Why a project failed, from what it wrote.</summary>
internal static partial class TestLog
{
    private const int LinesOfFailure = 25;
    private const int MostLines = 150;
    private const string FailureMark = "[FAIL]";

    /// <summary>The lines that explain a failure.</summary>
    /// <param name="lines">The log.</param>
    /// <param name="exitCode">How the project ended; null where it took too long.</param>
    public static IEnumerable<string> Explain(IReadOnlyList<string> lines, int? exitCode)
    {
        if (exitCode is null)
        {
            var running = StillRunning(lines);
            yield return running.Count > 0 ? "It took too long, and was ended. These tests still ran:" : "It took too long, and was ended. The end of its log:";
            foreach (var test in running)
            {
                yield return $"  {test}";
            }
        }

        var failures = lines.Select((line, index) => (line, index)).Where(entry => entry.line.Contains(FailureMark, StringComparison.Ordinal)).ToList();
        if (failures.Count == 0 && exitCode is { } code)
        {
            yield return $"It ended with exit code {code} without naming a test that failed:";
        }

        var shown = failures.Count == 0
            ? lines.TakeLast(LinesOfFailure)
            : failures.SelectMany(failure => Enumerable.Range(failure.index, LinesOfFailure)).Distinct().Where(index => index < lines.Count).Select(index => lines[index]);
        foreach (var line in shown.Take(MostLines))
        {
            yield return line;
        }
    }

    // Each report of tests that take long names every one of them once: those of the last report still run.
    private static List<string> StillRunning(IEnumerable<string> lines)
    {
        List<string> running = [];
        foreach (var name in lines.Reverse().Select(line => LongRunning().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value))
        {
            if (running.Contains(name))
            {
                break;
            }

            running.Add(name);
        }

        return running;
    }

    [GeneratedRegex(@"\[Long Running Test\] '(?<name>.*)', Elapsed")]
    private static partial Regex LongRunning();
}
