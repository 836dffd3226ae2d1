using Metropool.Contracts.Internship;
using Metropool.Internship.Placements;
using Metropool.Testing;

namespace Metropool.Internship.Tests;

/// <summary>An internship from its proposal to its completion, as its participant and its edition's team live it.</summary>
public sealed class InternshipTests(InternshipFixture fixture)
{
    [Fact]
    public async Task An_internship_is_completed_automatically_after_placement_hours_and_report()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var placement = await scenario.ProposeAndApproveAsync();
        Assert.Equal(PlacementStatus.Approved, placement.Status);
        Assert.Equal(160 * 60, placement.Plan.Minutes);
        Assert.Equal(4m, placement.Plan.Weeks);

        var hours = await scenario.LogAllHoursAsync(placement);
        Assert.Equal(InternshipStatus.Started, hours.Status);
        Assert.Equal(160 * 60, hours.LoggedMinutes);
        Assert.Equal(["internship.report-missing"], hours.Missing.Select(missing => missing.Code));

        await scenario.WriteAndSubmitReportAsync();
        var completed = await scenario.PublishedAsync(InternshipChange.Completed);
        Assert.Equal(InternshipStatus.Completed, completed.Status);
        Assert.Equal(160 * 60, completed.LoggedMinutes);
        Assert.NotNull(completed.CompletedAt);
        Assert.NotNull(completed.ReportSubmittedAt);
        Assert.Equal(scenario.Participation.ParticipationId, completed.ParticipationId);

        var detail = await scenario.GetAsync();
        Assert.Equal(InternshipStatus.Completed, detail.Summary.Status);
        Assert.Empty(detail.Missing);
    }

    [Fact]
    public async Task R31_Every_published_state_is_newer_than_the_one_before()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.LogAllHoursAsync(await scenario.ProposeAndApproveAsync());
        await scenario.WriteAndSubmitReportAsync();
        await scenario.PublishedAsync(InternshipChange.Completed);

        // In the order of publication.
        var states = fixture.Events.Seen.OfType<InternshipChanged>().Where(e => e.InternshipId == scenario.Id).ToList();
        Assert.Equal(
            [InternshipStatus.Open, InternshipStatus.Proposed, InternshipStatus.Approved, InternshipStatus.Started, InternshipStatus.Completed],
            states.Select(e => e.Status).Distinct());
        Assert.All(states.Zip(states.Skip(1)), pair => Assert.True(pair.First.Version < pair.Second.Version, $"{pair.First} and then {pair.Second}"));
    }

    [Fact]
    public Task The_committed_OpenAPI_document_is_what_is_served() => OpenApiFile.AssertCurrentAsync(fixture);
}
