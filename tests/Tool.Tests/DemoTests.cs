using System.Text.Json;
using Metropool.Journey;
using Metropool.Tool.Demo;
using Spectre.Console.Testing;

namespace Metropool.Tool.Tests;

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
        Refused = [new("Certificate before the internship is in", "assessment.requirements-missing", "assessment.requirements-missing")],
        Counts = [new("Certificates", 25, 25)],
        Requests = [new("POST intake/v1/applications", 25, 12.5, 40)],
        Repeats = 3,
        Missing = [],
    };

    [Fact]
    public void A_complete_journey_succeeds_and_shows_what_happened_with_its_rate()
    {
        using var console = new TestConsole().Width(200);

        Assert.Equal(0, DemoCommand.Show(Complete, false, console));
        Assert.Contains("Apply", console.Output, StringComparison.Ordinal);
        Assert.Contains("12.5", console.Output, StringComparison.Ordinal);
        Assert.Contains("Certificate before the internship is in", console.Output, StringComparison.Ordinal);
        Assert.Contains("50 journeys a minute", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journey_with_anything_missing_fails_and_names_it()
    {
        using var console = new TestConsole().Width(200);

        Assert.Equal(1, DemoCommand.Show(Complete with { Missing = ["Deelnemer 07 [has] no certificate."] }, false, console));
        Assert.Contains("Deelnemer 07 [has] no certificate.", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_of_a_journey_is_all_that_is_printed()
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
    public void A_forbidden_attempt_is_as_expected_when_it_was_refused_with_one_of_its_codes(string codes, string answer, bool expected) =>
        Assert.Equal(expected, new ForbiddenAttempt("Something", codes, answer).IsAsExpected);

    [Theory]
    [InlineData("{ \"name\":\n nothing }", "at line 2, position 3 it stops being JSON")]
    [InlineData("[]", "it is no JSON object")]
    public async Task A_file_that_is_no_edition_is_answered_with_a_sentence(string text, string sentence)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        var options = new JourneyOptions { Url = new Uri("http://127.0.0.1:9"), DemoUsersFile = "none", EditionFile = file };

        var failure = await Assert.ThrowsAsync<JourneyException>(() => JourneyPlayer.PlayAsync(options, null, TestContext.Current.CancellationToken));

        File.Delete(file);
        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--participants", "0")]
    [InlineData("--participants", "many")]
    [InlineData("--edition", "no-such-file.json")]
    public void Wrong_options_are_refused_before_anything_is_played(string option, string value) =>
        Assert.NotEmpty(DemoCommand.Create().Parse([option, value]).Errors);
}
