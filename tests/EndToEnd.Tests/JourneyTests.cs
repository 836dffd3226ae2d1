using System.Text.Json.Nodes;
using Metropool.EndToEnd.Tests.Platform;
using Metropool.Journey;

namespace Metropool.EndToEnd.Tests;

/// <summary>The journey from application to certificate, through the gateway of the whole platform.</summary>
public sealed class JourneyTests(PlatformFixture platform)
{
    private static readonly string[] ForbiddenAttempts =
    [
        "A certificate after missing module 1 (R20)",
        "A certificate before the internship is completed (R39)",
        "A final interview without the PHP (R37)",
        "A judgement confirmed by its author (R11)",
        "A logbook read by a trainer who isn't booked (R46)",
        "A logbook read by another participant (R46)",
        "A logbook read by the employer's client (R46)",
        "A logbook read by the employer's contact (R46)",
        "A logbook read by the project manager (R46)",
        "A nomination accepted twice",
        "A place held for an employer, accepted from the waiting list",
        "A project manager assigning themselves the role of dean (R46)",
        "A trainer assigning themselves to a panel (R46)",
        "Admission after the employer refused",
        "Admission on an unconfirmed judgement (R11)",
        "Admission without an interview (R10)",
        "Admission without the employer's agreement",
        "An absence from module 1 (R20)",
        "An intake interview by the dean alone (R11)",
        "An internship at the participant's own employer (R26)",
        "Release with unacknowledged findings (R3)",
    ];

    [Fact]
    public async Task A_group_goes_from_application_to_certificate()
    {
        var report = await JourneyRunner.RunAsync(platform.Journey(participants: 5), null, TestContext.Current.CancellationToken);

        AssertComplete(report, participants: 5);
        AssertRefused(report);
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    [Fact]
    public async Task Two_groups_have_their_own_editions_and_staff()
    {
        var options = platform.Journey(participants: 4) with { MaxGroupSize = 2 };
        var report = await JourneyRunner.RunAsync(options, null, TestContext.Current.CancellationToken);

        Assert.Equal(2, report.Editions.Distinct().Count());
        AssertComplete(report, participants: 4);
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    [Fact]
    public async Task All_faults_of_an_edition_file_are_reported()
    {
        var failure = await FailWithEditionAsync(edition =>
        {
            edition["startsOn"] = 5;
            edition["intakeDays"]![0]!["date"] = "someday";
        });

        Assert.Contains("startsOn: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("intakeDays[0].date: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edition_with_too_few_intake_days_is_refused()
    {
        var failure = await FailWithEditionAsync(edition => edition["intakeDays"]!.AsArray().RemoveRange(1, 2));

        Assert.Contains("1 intake day(s) have room for 11 interviews, but there are 26 candidates.", failure.Message, StringComparison.Ordinal);
    }

    // Each process is killed in steps in which it writes and publishes.
    [Theory]
    [InlineData("identity", "Accounts created", "Applications submitted")]
    [InlineData("intake", "Applications submitted", "Intake day 1: interviewed, judged and admitted")]
    [InlineData("scheduling", "Intake interviews booked", "Module 1: attendance recorded", "Final interview: booked")]
    [InlineData("internship", "Placements proposed and approved", "Internship reports submitted")]
    [InlineData("assessment", "Module 2: logbook chapters submitted", "First development interview: held, feedback given", "Certificates issued")]
    [InlineData("gateway", "Applications submitted", "Internship hours logged", "Certificates issued")]
    public async Task A_journey_is_complete_although_a_process_is_killed(string service, params string[] steps)
    {
        await using var faults = new FaultInjector(steps, async () =>
        {
            await platform.KillAsync(service);
            await platform.RestartAsync(service);
        });
        // Two targets run in parallel: when the first is completed, the second is running and the third starts.
        var options = platform.Journey(participants: 3) with { Parallelism = 2 };
        var report = await JourneyRunner.RunAsync(options, faults, TestContext.Current.CancellationToken);

        AssertComplete(report, participants: 3);
        await faults.EndAsync();
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    [Fact]
    public Task A_journey_is_complete_although_the_broker_connections_are_closed() =>
        AssertCompleteWithLostConnectionsAsync(platform.CloseBrokerConnectionsAsync);

    [Fact]
    public Task A_journey_is_complete_although_the_database_connections_are_closed() =>
        AssertCompleteWithLostConnectionsAsync(platform.CloseDatabaseConnectionsAsync);

    private async Task<JourneyException> FailWithEditionAsync(Action<JsonObject> change)
    {
        var options = platform.Journey(participants: 25);
        var edition = JsonNode.Parse(await File.ReadAllTextAsync(options.EditionFile, TestContext.Current.CancellationToken))!.AsObject();
        change(edition);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, edition.ToJsonString(), TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAnyAsync<JourneyException>(
            () => JourneyRunner.RunAsync(options with { EditionFile = file }, null, TestContext.Current.CancellationToken));
        File.Delete(file);
        return failure;
    }

    private async Task AssertCompleteWithLostConnectionsAsync(Func<Task<int>> closeConnections)
    {
        await using var faults = new FaultInjector(
            [
                "Applications submitted",
                "Intake day 1: interviewed, judged and admitted",
                "Internship reports submitted",
                "First development interview: held, feedback given",
                "Certificates issued",
            ],
            async () => Assert.NotEqual(0, await closeConnections()));
        var options = platform.Journey(participants: 3) with { Parallelism = 2 };
        var report = await JourneyRunner.RunAsync(options, faults, TestContext.Current.CancellationToken);

        AssertComplete(report, participants: 3);
        await faults.EndAsync();
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    private static void AssertRefused(JourneyReport report)
    {
        Assert.Equal(ForbiddenAttempts, report.Refused.Select(attempt => attempt.Attempt));
        Assert.All(report.Refused, attempt => Assert.True(attempt.IsAsExpected, $"{attempt}"));
    }

    private static void AssertComplete(JourneyReport report, int participants)
    {
        Assert.True(report.IsComplete, string.Join(Environment.NewLine, report.Missing));
        Assert.Equal(participants, report.Certificates);
        Assert.All(report.Counts, count => Assert.Equal(count.Expected, count.Actual));
        Assert.All(report.Steps, step => Assert.Equal(step.Expected, step.Done));
    }
}
