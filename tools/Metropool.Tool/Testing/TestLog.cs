using System.Text.RegularExpressions;

namespace Metropool.Tool.Testing;

/// <summary>Finds the cause of a failure in the log of a test project.</summary>
internal static partial class TestLog
{
    private const int LinesPerFailure = 25;
    private const int MaxLines = 150;
    private const string FailureMark = "[FAIL]";

    /// <summary>The lines that explain a failure.</summary>
    /// <param name="lines">The log.</param>
    /// <param name="exitCode">The exit code; null after a timeout.</param>
    public static IEnumerable<string> Explain(IReadOnlyList<string> lines, int? exitCode)
    {
        if (exitCode is null)
        {
            var running = StillRunning(lines);
            yield return running.Count > 0
                ? "The project exceeded the time limit and was killed. These tests were running:"
                : "The project exceeded the time limit and was killed. The end of its log:";
            foreach (var test in running)
            {
                yield return $"  {test}";
            }
        }

        var failures = lines.Select((line, index) => (line, index)).Where(entry => entry.line.Contains(FailureMark, StringComparison.Ordinal)).ToList();
        if (failures.Count == 0 && exitCode is { } code)
        {
            yield return $"The project ended with exit code {code}, but no test failed:";
        }

        var shown = failures.Count == 0
            ? lines.TakeLast(LinesPerFailure)
            : failures.SelectMany(failure => Enumerable.Range(failure.index, LinesPerFailure))
                .Distinct()
                .Where(index => index < lines.Count)
                .Select(index => lines[index]);
        foreach (var line in shown.Take(MaxLines))
        {
            yield return line;
        }
    }

    // The runner reports long-running tests repeatedly, each once per report. Those of the last report are still running.
    private static List<string> StillRunning(IEnumerable<string> lines)
    {
        List<string> running = [];
        foreach (var match in lines.Reverse().Select(line => LongRunning().Match(line)).Where(match => match.Success))
        {
            var name = match.Groups["name"].Value;
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
