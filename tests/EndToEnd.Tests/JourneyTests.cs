using System.Text.Json.Nodes;
using Metropool.EndToEnd.Tests.Platform;
using Metropool.Journey;

namespace Metropool.EndToEnd.Tests;

/// <summary>The main job, through the gateway, on the whole platform.</summary>
public sealed class JourneyTests(PlatformFixture platform)
{
    private static readonly string[] MustBeRefused =
    [
        "A judgement confirmed by its own writer (R11)",
        "A nomination that was taken up, taken up again",
        "A place that is held for an employer, taken by who waits",
        "A seat in a panel, given to oneself by a trainer (R46)",
        "A trainer who isn't booked reads somebody's logbook (R46)",
        "Admission after the employer refused",
        "Admission on the word of one panel member (R11)",
        "Admission without an interview (R10)",
        "Admission without the agreement of the employer",
        "An intake interview by the dean alone (R11)",
        "Another participant reads somebody's logbook (R46)",
        "Certificate before the internship is in (R39)",
        "Certificate for who missed module 1 (R20)",
        "Final interview without the PHP (R37)",
        "Internship at one's own employer (R26)",
        "Leave to miss module 1 (R20)",
        "Release with findings that nobody acknowledged (R3)",
        "The employer's client reads somebody's logbook (R46)",
        "The employer's contact reads somebody's logbook (R46)",
        "The project manager reads somebody's logbook (R46)",
        "The role of dean, given to oneself in a draft (R46)",
    ];

    [Fact]
    public async Task A_group_goes_from_application_to_certificate_with_nothing_missing()
    {
        var report = await JourneyPlayer.PlayAsync(platform.Journey(participants: 5), null, TestContext.Current.CancellationToken);

        AssertComplete(report, participants: 5);
        AssertRefused(report);
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    [Fact]
    public async Task Two_groups_go_through_editions_and_with_staff_of_their_own()
    {
        var report = await JourneyPlayer.PlayAsync(platform.Journey(participants: 4) with { LargestGroup = 2 }, null, TestContext.Current.CancellationToken);

        Assert.Equal(2, report.Editions.Distinct().Count());
        AssertComplete(report, participants: 4);
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    [Fact]
    public async Task An_edition_file_with_faults_is_answered_with_all_of_them_and_their_places()
    {
        var failure = await FailureAsync(edition =>
        {
            edition["startsOn"] = 5;
            edition["intakeDays"]![0]!["date"] = "someday";
        });

        Assert.Contains("The edition file has 2 fault(s).", failure.Message, StringComparison.Ordinal);
        Assert.Contains("startsOn: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("intakeDays[0].date: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edition_whose_intake_days_hold_too_few_interviews_is_answered_with_a_sentence()
    {
        var failure = await FailureAsync(edition => edition["intakeDays"]!.AsArray().RemoveRange(1, 2));

        Assert.Contains("1 intake day(s) hold 11 interviews, and there are 26 candidates.", failure.Message, StringComparison.Ordinal);
    }

    // Each service in steps in which it writes and publishes.
    [Theory]
    [InlineData("identity", "Accounts", "Applications handed in")]
    [InlineData("intake", "Applications handed in", "Intake day 1: interviews held, judged by both, admitted")]
    [InlineData("scheduling", "Intake interviews booked", "Module 1: attendance", "Final interview: booked")]
    [InlineData("internship", "Placements proposed and approved", "Internship reports handed in")]
    [InlineData("assessment", "Module 2: logbook chapters", "First development interview: held, feedback by both", "Certificates issued")]
    [InlineData("gateway", "Applications handed in", "Internship hours logged", "Certificates issued")]
    public async Task Killing_a_process_during_the_journey_loses_nothing_and_doubles_nothing(string service, params string[] steps)
    {
        await using var disturbance = new Disturbance(steps, async () =>
        {
            await platform.KillAsync(service);
            await platform.RestartAsync(service);
        });
        // Two at a time: when the first is done, the second is busy and the third begins.
        var report = await JourneyPlayer.PlayAsync(platform.Journey(participants: 3) with { Parallelism = 2 }, disturbance, TestContext.Current.CancellationToken);

        AssertComplete(report, participants: 3);
        await disturbance.EndAsync();
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    [Fact]
    public Task Losing_every_connection_to_the_broker_during_the_journey_loses_nothing_and_doubles_nothing() =>
        AssertCutAsync(platform.CutBrokerConnectionsAsync);

    [Fact]
    public Task Losing_every_connection_to_the_databases_during_the_journey_loses_nothing_and_doubles_nothing() =>
        AssertCutAsync(platform.CutDatabaseConnectionsAsync);

    private async Task<JourneyException> FailureAsync(Action<JsonObject> change)
    {
        var options = platform.Journey(participants: 25);
        var edition = JsonNode.Parse(await File.ReadAllTextAsync(options.EditionFile, TestContext.Current.CancellationToken))!.AsObject();
        change(edition);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, edition.ToJsonString(), TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAnyAsync<JourneyException>(() => JourneyPlayer.PlayAsync(options with { EditionFile = file }, null, TestContext.Current.CancellationToken));
        File.Delete(file);
        return failure;
    }

    private async Task AssertCutAsync(Func<Task<int>> cut)
    {
        await using var disturbance = new Disturbance(
            ["Applications handed in", "Intake day 1: interviews held, judged by both, admitted", "Internship reports handed in", "First development interview: held, feedback by both", "Certificates issued"],
            async () => Assert.NotEqual(0, await cut()));
        var report = await JourneyPlayer.PlayAsync(platform.Journey(participants: 3) with { Parallelism = 2 }, disturbance, TestContext.Current.CancellationToken);

        AssertComplete(report, participants: 3);
        await disturbance.EndAsync();
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    private static void AssertRefused(JourneyReport report)
    {
        Assert.Equal(MustBeRefused, report.Refused.Select(attempt => attempt.Attempt));
        Assert.All(report.Refused, attempt => Assert.True(attempt.IsAsExpected, $"{attempt}"));
    }

    private static void AssertComplete(JourneyReport report, int participants)
    {
        Assert.True(report.IsComplete, string.Join(Environment.NewLine, report.Missing));
        Assert.Equal(participants, report.Certificates);
        Assert.All(report.Counts, count => Assert.Equal(count.Expected, count.Found));
        Assert.All(report.Steps, step => Assert.Equal(step.Expected, step.Done));
    }
}
