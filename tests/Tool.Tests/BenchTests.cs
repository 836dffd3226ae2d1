using System.Text.Json;
using Metropool.Journey;
using Metropool.Tool.Bench;
using Spectre.Console.Testing;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace Metropool.Tool.Tests;

/// <summary>Benchmarks: targets, output and exit codes.</summary>
public class BenchTests
{
    [Theory]
    [InlineData(24.9, true)]
    [InlineData(25, true)]
    [InlineData(25.1, false)]
    public void A_maximum_is_met_up_to_its_limit(double value, bool isMet) =>
        Assert.Equal(isMet, new Figure("Ready", value, "s") { Target = Target.AtMost(25) }.IsMet);

    [Theory]
    [InlineData(449, false)]
    [InlineData(450, true)]
    public void A_minimum_is_met_from_its_limit(double value, bool isMet) =>
        Assert.Equal(isMet, new Figure("Events", value, "events/s") { Target = Target.AtLeast(450) }.IsMet);

    [Fact]
    public async Task A_benchmark_that_meets_all_targets_succeeds_and_prints_figures_targets_and_comparisons()
    {
        using var console = new TestConsole().Width(200);
        var figure = new Figure("Rate", 480, "events/s") { Target = Target.AtLeast(450), ComparedWith = [new("polling outbox", 90)] };
        var exit = await RunAsync(console, false, figure);

        Assert.Equal(0, exit);
        Assert.Contains("480 events/s", console.Output, StringComparison.Ordinal);
        Assert.Contains("at least 450", console.Output, StringComparison.Ordinal);
        Assert.Contains("polling outbox: 90", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_benchmark_that_misses_one_target_fails()
    {
        using var console = new TestConsole().Width(200);
        var missed = new Figure("Ready", 31, "s") { Target = Target.AtMost(25) };
        var met = new Figure("Memory", 900, "MB") { Target = Target.AtMost(1200) };
        Assert.Equal(1, await RunAsync(console, false, missed, met));
    }

    [Fact]
    public async Task A_figure_without_a_target_never_fails()
    {
        using var console = new TestConsole().Width(200);
        Assert.Equal(0, await RunAsync(console, false, new Figure("Rate", 0, "journeys/min")));
        Assert.Contains("for information", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_of_a_benchmark_is_the_only_output_and_shows_whether_the_targets_are_met()
    {
        using var console = new TestConsole().Width(40);
        var exit = await RunAsync(console, true, new Figure("Ready", 31, "s") { Target = Target.AtMost(25) });

        var result = JsonDocument.Parse(console.Output).RootElement;
        Assert.Equal(1, exit);
        Assert.False(result.GetProperty("targetsMet").GetBoolean());
        Assert.Equal(31, result.GetProperty("figures")[0].GetProperty("value").GetDouble());
        Assert.Equal("atMost", result.GetProperty("figures")[0].GetProperty("target").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_benchmark_that_throws_fails()
    {
        using var console = new TestConsole();
        Assert.Equal(1, await BenchCommand.RunAsync(new Broken(), false, console, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void An_incomplete_small_journey_misses_its_target()
    {
        var complete = Report(200, 200);
        var few = Report(25, 0) with { Missing = ["No participant has a certificate."] };

        Assert.DoesNotContain(JourneyBench.Figures(Report(25, 25), complete), figure => figure.IsMet == false);
        Assert.Contains(JourneyBench.Figures(few, complete), figure => figure.IsMet == false);
        Assert.All(JourneyBench.Figures(few, complete), figure => Assert.NotEmpty(figure.ComparedWith));
    }

    [Fact]
    public async Task A_platform_that_cannot_be_stopped_leaves_no_folder_and_hides_no_exception()
    {
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, "#!/bin/sh\necho \"$1 fails.\" >&2\nexit 1\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var home = "";

        var failure = await Assert.ThrowsAsync<JourneyException>(async () =>
        {
            await using var platform = new BenchPlatform(script);
            home = platform.Home;
            await platform.StartAsync(TestContext.Current.CancellationToken);
        });

        File.Delete(script);
        Assert.Contains("run fails.", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home));
    }

    [Fact]
    public void Benchmarks_have_unique_names() =>
        Assert.Equal(Benches.All.Count, Benches.All.Select(bench => bench.Name).Distinct(StringComparer.Ordinal).Count());

    private static Task<int> RunAsync(TestConsole console, bool json, params Figure[] figures) =>
        BenchCommand.RunAsync(new Fixed(figures), json, console, TestContext.Current.CancellationToken);

    private static JourneyReport Report(int participants, int certificates) => new()
    {
        Url = new Uri("http://localhost:8080"),
        Participants = participants,
        Editions = [],
        Certificates = certificates,
        Elapsed = TimeSpan.FromSeconds(participants),
        Steps = [],
        Refused = [],
        Counts = [],
        Requests = [],
        Retries = 0,
        Missing = [],
    };

    private sealed class Fixed(IReadOnlyList<Figure> figures) : IBench
    {
        public string Name => "fixed";

        public string Summary => "returns fixed figures";

        public Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> report, CancellationToken cancellationToken)
        {
            report("measuring");
            return Task.FromResult(figures);
        }
    }

    private sealed class Broken : IBench
    {
        public string Name => "broken";

        public string Summary => "always throws";

        public Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> report, CancellationToken cancellationToken) =>
            throw new JourneyException("The platform didn't start.");
    }
}
