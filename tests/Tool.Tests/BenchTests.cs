using System.Text.Json;
using Metropool.Journey;
using Metropool.Tool.Bench;
using Spectre.Console.Testing;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace Metropool.Tool.Tests;

public class BenchTests
{
    [Theory]
    [InlineData(24.9, true)]
    [InlineData(25, true)]
    [InlineData(25.1, false)]
    public void An_at_most_bar_is_reached_up_to_its_limit(double value, bool reached) =>
        Assert.Equal(reached, new Figure("Ready", value, "s") { Bar = Bar.AtMost(25) }.Reached);

    [Theory]
    [InlineData(449, false)]
    [InlineData(450, true)]
    public void An_at_least_bar_is_reached_from_its_limit(double value, bool reached) =>
        Assert.Equal(reached, new Figure("Events", value, "events/s") { Bar = Bar.AtLeast(450) }.Reached);

    [Fact]
    public async Task A_bench_with_every_bar_reached_succeeds_and_prints_each_figure_beside_its_bar_and_its_comparison()
    {
        using var console = new TestConsole().Width(200);
        var exit = await RunAsync(console, false, new Figure("Rate", 480, "events/s") { Bar = Bar.AtLeast(450), ComparedWith = [new("polling outbox", 90)] });

        Assert.Equal(0, exit);
        Assert.Contains("480 events/s", console.Output, StringComparison.Ordinal);
        Assert.Contains("at least 450", console.Output, StringComparison.Ordinal);
        Assert.Contains("polling outbox: 90", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bench_with_one_bar_missed_fails()
    {
        using var console = new TestConsole().Width(200);
        Assert.Equal(1, await RunAsync(console, false, new Figure("Ready", 31, "s") { Bar = Bar.AtMost(25) }, new Figure("Memory", 900, "MB") { Bar = Bar.AtMost(1200) }));
    }

    [Fact]
    public async Task A_figure_without_a_bar_never_fails()
    {
        using var console = new TestConsole().Width(200);
        Assert.Equal(0, await RunAsync(console, false, new Figure("Rate", 0, "journeys/min")));
        Assert.Contains("for information", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_json_of_a_bench_is_all_that_is_printed_and_says_whether_its_bars_are_reached()
    {
        using var console = new TestConsole().Width(40);
        var exit = await RunAsync(console, true, new Figure("Ready", 31, "s") { Bar = Bar.AtMost(25) });

        var result = JsonDocument.Parse(console.Output).RootElement;
        Assert.Equal(1, exit);
        Assert.False(result.GetProperty("reached").GetBoolean());
        Assert.Equal(31, result.GetProperty("figures")[0].GetProperty("value").GetDouble());
        Assert.Equal("atMost", result.GetProperty("figures")[0].GetProperty("bar").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_bench_that_cannot_measure_fails()
    {
        using var console = new TestConsole();
        Assert.Equal(1, await BenchCommand.RunAsync(new Broken(), false, console, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Many_journeys_are_not_measured_against_few_that_did_not_arrive()
    {
        var arrived = Report(200, 200);
        var few = Report(25, 0) with { Missing = ["Nobody is left."] };

        Assert.DoesNotContain(JourneyBench.Figures(Report(25, 25), arrived), figure => figure.Reached == false);
        Assert.Contains(JourneyBench.Figures(few, arrived), figure => figure.Reached == false);
        Assert.All(JourneyBench.Figures(few, arrived), figure => Assert.NotEmpty(figure.ComparedWith));
    }

    [Fact]
    public async Task A_platform_that_cannot_be_stopped_leaves_no_folder_and_hides_no_failure()
    {
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, "#!/bin/sh\necho \"$1 was told to fail.\" >&2\nexit 1\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var home = "";

        var failure = await Assert.ThrowsAsync<JourneyException>(async () =>
        {
            await using var platform = new OwnPlatform(script);
            home = platform.Home;
            await platform.StartAsync(TestContext.Current.CancellationToken);
        });

        File.Delete(script);
        Assert.Contains("run was told to fail.", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home));
    }

    [Fact]
    public void Every_bench_has_a_name_of_its_own() =>
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
        Repeats = 0,
        Missing = [],
    };

    private sealed class Fixed(IReadOnlyList<Figure> figures) : IBench
    {
        public string Name => "fixed";

        public string Summary => "what it was given";

        public Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> say, CancellationToken cancellationToken)
        {
            say("measuring");
            return Task.FromResult(figures);
        }
    }

    private sealed class Broken : IBench
    {
        public string Name => "broken";

        public string Summary => "never measures";

        public Task<IReadOnlyList<Figure>> MeasureAsync(Action<string> say, CancellationToken cancellationToken) =>
            throw new JourneyException("The platform didn't start.");
    }
}
