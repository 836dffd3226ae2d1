using System.Xml.Linq;

namespace Metropool.Tool.Testing;

/// <summary>The numbers of passed, failed and skipped tests.</summary>
internal sealed record TestCounts(int Passed, int Failed, int Skipped)
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>The counts of a project without results.</summary>
    public static TestCounts NoResults { get; } = new(0, 1, 0);

    public static TestCounts operator +(TestCounts left, TestCounts right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <summary>Counts the results of a project.</summary>
    /// <param name="file">The result file (TRX).</param>
    /// <param name="exitCode">The exit code. A failure outside tests, for example when a fixture is disposed, counts as one failed test.</param>
    public static TestCounts Of(string file, int exitCode)
    {
        if (!File.Exists(file) || new FileInfo(file).Length == 0)
        {
            return NoResults;
        }

        var outcomes = XDocument.Load(file).Descendants(Trx + "UnitTestResult").Select(result => (string?)result.Attribute("outcome")).ToList();
        var passed = outcomes.Count(outcome => outcome == "Passed");
        var skipped = outcomes.Count(outcome => outcome is "NotExecuted" or "NotRunnable" or "Inconclusive");
        var failed = outcomes.Count - passed - skipped;
        return new TestCounts(passed, failed == 0 && exitCode != 0 ? 1 : failed, skipped);
    }

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
