using System.Diagnostics;
using Metropool.Testing.Servers;

namespace Metropool.Script.Tests;

public sealed class CountTests
{
    [Fact]
    public async Task Results_are_counted_from_the_result_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """
            <?xml version="1.0" encoding="utf-8"?>
            <TestRun><Results>
              <UnitTestResult testName="A &gt; B, outcome=&quot;Failed&quot;" outcome="Passed" duration="00:00:00.1" />
              <UnitTestResult testName="two"
                              outcome="Failed"><Output><ErrorInfo><Message>outcome="Passed"</Message></ErrorInfo></Output></UnitTestResult>
              <UnitTestResult testName="three" outcome="NotExecuted" /><UnitTestResult testName="four" outcome="Passed"/>
              <UnitTestResult testName="five" outcome="Timeout" />
            </Results><ResultSummary outcome="Failed"><Counters total="5" executed="4" passed="2" /></ResultSummary></TestRun>
            """, TestContext.Current.CancellationToken);

        Assert.Equal("2 2 1", await CountAsync(file));
        File.Delete(file);
    }

    [Fact]
    public async Task A_project_without_results_counts_as_failed() =>
        Assert.Equal("0 1 0", await CountAsync("/nowhere/results.trx"));

    private static async Task<string> CountAsync(string file)
    {
        var script = Path.Combine(Repository.Root, "scripts/tests.sh");
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", """source "$1" && count_results "$2" && printf '%s %s %s' "$count_passed" "$count_failed" "$count_skipped" """, "bash", script, file])
        {
            RedirectStandardOutput = true,
        })!;
        return await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
