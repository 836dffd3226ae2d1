using System.Text.Json;
using Metropool.Journey;
using Metropool.Tool.Demo;
using Spectre.Console.Testing;

namespace Metropool.Tool.Tests;

/// <summary>The demo: report, exit codes and options.</summary>
public class DemoTests
{
    private static readonly JourneyReport Complete = new()
    {
        Url = new Uri("http://localhost:8080"),
        Participants = 25,
        Editions = ["Metropool 24 (demo)"],
        Certificates = 25,
        Elapsed = TimeSpan.FromSeconds(30),
        Steps = [new("Apply", 25, 25, TimeSpan.FromSeconds(2))],
        Refused = [new("A certificate before the internship is completed", "assessment.requirements-missing", "assessment.requirements-missing")],
        Counts = [new("Certificates", 25, 25)],
        Requests = [new("POST intake/v1/applications", 25, 12.5, 40)],
        Retries = 3,
        Missing = [],
    };

    [Fact]
    public void A_complete_journey_succeeds_and_shows_its_steps_and_rate()
    {
        using var console = new TestConsole().Width(200);

        Assert.Equal(0, DemoCommand.Show(Complete, false, console));
        Assert.Contains("Apply", console.Output, StringComparison.Ordinal);
        Assert.Contains("12.5", console.Output, StringComparison.Ordinal);
        Assert.Contains("A certificate before the internship is completed", console.Output, StringComparison.Ordinal);
        Assert.Contains("50 journeys per minute", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_incomplete_journey_fails_and_shows_what_is_missing()
    {
        using var console = new TestConsole().Width(200);

        Assert.Equal(1, DemoCommand.Show(Complete with { Missing = ["Deelnemer 07 [has] no certificate."] }, false, console));
        Assert.Contains("Deelnemer 07 [has] no certificate.", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_JSON_of_a_journey_is_the_only_output()
    {
        using var console = new TestConsole().Width(40);

        Assert.Equal(1, DemoCommand.Show(Complete with { Missing = ["one"] }, true, console));
        var result = JsonDocument.Parse(console.Output).RootElement;
        Assert.False(result.GetProperty("isComplete").GetBoolean());
        Assert.Equal(50, result.GetProperty("perMinute").GetDouble());
        Assert.Equal("one", result.GetProperty("missing")[0].GetString());
    }

    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a or b", "b", true)]
    [InlineData("a or b", "allowed", false)]
    public void A_forbidden_attempt_is_as_expected_if_it_was_refused_with_one_of_its_codes(string codes, string outcome, bool expected) =>
        Assert.Equal(expected, new ForbiddenAttempt("A request", codes, outcome).IsAsExpected);

    [Theory]
    [InlineData("{ \"name\":\n nothing }", "invalid JSON at line 2, position 3")]
    [InlineData("[]", "it must contain a JSON object")]
    public async Task An_invalid_edition_file_is_refused_with_its_fault(string text, string fault)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        var options = new JourneyOptions { Url = new Uri("http://127.0.0.1:9"), DemoUsersFile = "none", EditionFile = file };

        var failure = await Assert.ThrowsAsync<JourneyException>(() => JourneyRunner.RunAsync(options, null, TestContext.Current.CancellationToken));

        File.Delete(file);
        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--participants", "0")]
    [InlineData("--participants", "many")]
    [InlineData("--edition", "no-such-file.json")]
    public void Invalid_options_are_refused_before_the_journey_starts(string option, string value) =>
        Assert.NotEmpty(DemoCommand.Create().Parse([option, value]).Errors);
}
