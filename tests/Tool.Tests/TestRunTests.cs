using Metropool.Testing.Servers;
using Metropool.Tool.Testing;

namespace Metropool.Tool.Tests;

/// <summary>How <c>./metropool test</c> counts results and reports failures.</summary>
public sealed class TestRunTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Results_are_read_from_the_result_file(int exitCode)
    {
        File.WriteAllText(_file, """
            <?xml version="1.0" encoding="utf-8"?>
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
              <UnitTestResult testName="A &gt; B, outcome=&quot;Failed&quot;" outcome="Passed" duration="00:00:00.1" />
              <UnitTestResult testName="two"
                              outcome="Failed"><Output><ErrorInfo><Message>outcome="Passed"</Message></ErrorInfo></Output></UnitTestResult>
              <UnitTestResult testName="three" outcome="NotExecuted" /><UnitTestResult testName="four" outcome="Passed"/>
              <UnitTestResult testName="five" outcome="Timeout" />
            </Results><ResultSummary outcome="Failed"><Counters total="5" executed="4" passed="2" /></ResultSummary></TestRun>
            """);

        Assert.Equal(new TestCounts(Passed: 2, Failed: 2, Skipped: 1), TestCounts.Of(_file, exitCode));
    }

    [Fact]
    public void A_failure_outside_tests_counts_as_one_failed_test()
    {
        File.WriteAllText(_file, """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
              <UnitTestResult testName="one" outcome="Passed" />
            </Results></TestRun>
            """);

        Assert.Equal(new TestCounts(1, 0, 0), TestCounts.Of(_file, exitCode: 0));
        Assert.Equal(new TestCounts(1, 1, 0), TestCounts.Of(_file, exitCode: 3));
    }

    [Fact]
    public void A_project_without_results_counts_as_failed() => Assert.Equal(TestCounts.NoResults, TestCounts.Of("/nowhere/results.trx", exitCode: 0));

    [Fact]
    public void The_last_line_is_the_sum_of_the_results() =>
        Assert.Equal("5 passed, 1 failed, 2 skipped", $"{new TestCounts(2, 1, 0) + new TestCounts(3, 0, 2)}");

    [Fact]
    public void A_project_that_exceeds_the_time_limit_is_reported_with_its_running_tests_and_the_end_of_its_log()
    {
        string[] log =
        [
            "  Starting:    X", .. Enumerable.Range(0, 30).Select(line => $"line {line}"),
            "    [D::X] [Long Running Test] 'A.Finished', Elapsed: 00:01:00",
            "    [D::X] [Long Running Test] 'A.Hangs(what: \"it's\")', Elapsed: 00:01:00",
            "    [D::X] [Long Running Test] 'A.Hangs(what: \"it's\")', Elapsed: 00:02:00",
            "    [D::X] [Long Running Test] 'B.Hangs_too', Elapsed: 00:01:00",
        ];

        var explained = TestLog.Explain(log, exitCode: null).ToList();

        Assert.Equal("The project exceeded the time limit and was killed. These tests were running:", explained[0]);
        Assert.Equal(["  B.Hangs_too", "  A.Hangs(what: \"it's\")"], explained[1..3]);
        Assert.Contains("line 29", explained);
        Assert.DoesNotContain("line 0", explained);
    }

    [Fact]
    public void A_failed_test_is_shown_with_the_lines_after_it()
    {
        var explained = TestLog.Explain(["before", "  A.B [FAIL]", "    why"], exitCode: 1);

        Assert.Equal(["  A.B [FAIL]", "    why"], explained);
    }

    [Fact]
    public void A_project_that_fails_without_a_failed_test_is_reported_with_its_exit_code() =>
        Assert.Equal(["The project ended with exit code 134, but no test failed:", "Out of memory"], TestLog.Explain(["Out of memory"], exitCode: 134));

    [Fact]
    public void All_test_projects_are_found_and_those_that_start_platforms_run_alone()
    {
        var projects = TestProject.In(Repository.Root);

        Assert.Contains(projects, project => project is { Name: "Tool.Tests", RunsAlone: false });
        Assert.Equal(["AppHost.Tests", "EndToEnd.Tests", "Script.Tests"], projects.Where(project => project.RunsAlone).Select(project => project.Name));
    }
}
