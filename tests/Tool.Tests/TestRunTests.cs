using Metropool.Tool.Testing;

namespace Metropool.Tool.Tests;

/// <summary>What <c>./metropool test</c> counts, and how it explains a failure.</summary>
public sealed class TestRunTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Results_are_counted_from_the_result_file(int exitCode)
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
    public void A_failure_outside_a_test_counts_as_one()
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
    public void All_results_together_are_the_last_line() =>
        Assert.Equal("5 passed, 1 failed, 2 skipped", $"{new TestCounts(2, 1, 0) + new TestCounts(3, 0, 2)}");

    [Fact]
    public void A_project_that_took_too_long_names_the_tests_that_still_ran_and_shows_the_end_of_its_log()
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

        Assert.Equal("It took too long, and was ended. These tests still ran:", explained[0]);
        Assert.Equal(["  B.Hangs_too", "  A.Hangs(what: \"it's\")"], explained[1..3]);
        Assert.Contains("line 29", explained);
        Assert.DoesNotContain("line 0", explained);
    }

    [Fact]
    public void A_failed_test_is_shown_with_what_follows_it()
    {
        var explained = TestLog.Explain(["before", "  A.B [FAIL]", "    why"], exitCode: 1);

        Assert.Equal(["  A.B [FAIL]", "    why"], explained);
    }

    [Fact]
    public void A_project_that_ended_without_a_failed_test_says_how_it_ended() =>
        Assert.Equal(["It ended with exit code 134 without naming a test that failed:", "Out of memory"], TestLog.Explain(["Out of memory"], exitCode: 134));

    [Fact]
    public void The_projects_of_the_repository_are_found_and_those_of_whole_platforms_run_alone()
    {
        var projects = TestProject.In(ToolEnvironment.Repository);

        Assert.Contains(projects, project => project is { Name: "Tool.Tests", RunsAlone: false });
        Assert.Equal(["AppHost.Tests", "EndToEnd.Tests", "Script.Tests"], projects.Where(project => project.RunsAlone).Select(project => project.Name));
    }
}
