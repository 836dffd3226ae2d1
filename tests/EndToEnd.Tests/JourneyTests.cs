using Metropool.EndToEnd.Tests.Platform;
using Metropool.Journey;

namespace Metropool.EndToEnd.Tests;

/// <summary>The main job, through the gateway, on the whole platform. Programme time is one for all of it: these tests run one after the other.</summary>
public sealed class JourneyTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    [Fact]
    public async Task A_group_goes_from_application_to_certificate_with_nothing_missing()
    {
        var report = await JourneyPlayer.PlayAsync(platform.Journey(participants: 5), null, TestContext.Current.CancellationToken);

        AssertComplete(report, participants: 5);
        Assert.All(report.Refused, attempt => Assert.True(attempt.IsAsExpected, $"{attempt}"));
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("intake")]
    [InlineData("scheduling")]
    [InlineData("internship")]
    [InlineData("assessment")]
    [InlineData("gateway")]
    public async Task Killing_a_process_during_the_journey_loses_nothing_and_doubles_nothing(string part)
    {
        await using var disturbance = new Disturbance(every: 9, () => platform.KillAndRestartAsync(part));
        var report = await JourneyPlayer.PlayAsync(platform.Journey(participants: 2), disturbance, TestContext.Current.CancellationToken);

        await disturbance.EndAsync();
        Assert.NotEqual(0, disturbance.Times);
        AssertComplete(report, participants: 2);
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    [Fact]
    public async Task Losing_every_connection_to_the_broker_during_the_journey_loses_nothing_and_doubles_nothing()
    {
        await using var disturbance = new Disturbance(every: 4, platform.CutBrokerConnectionsAsync);
        var report = await JourneyPlayer.PlayAsync(platform.Journey(participants: 2), disturbance, TestContext.Current.CancellationToken);

        await disturbance.EndAsync();
        AssertComplete(report, participants: 2);
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    [Fact]
    public async Task Losing_every_connection_to_the_databases_during_the_journey_loses_nothing_and_doubles_nothing()
    {
        await using var disturbance = new Disturbance(every: 4, platform.CutDatabaseConnectionsAsync);
        var report = await JourneyPlayer.PlayAsync(platform.Journey(participants: 2), disturbance, TestContext.Current.CancellationToken);

        await disturbance.EndAsync();
        AssertComplete(report, participants: 2);
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    private static void AssertComplete(JourneyReport report, int participants)
    {
        Assert.True(report.IsComplete, string.Join(Environment.NewLine, report.Missing));
        Assert.Equal(participants, report.Certificates);
        Assert.All(report.Counts, count => Assert.Equal(count.Expected, count.Found));
        Assert.All(report.Steps, step => Assert.Equal(step.Expected, step.Done));
    }
}
