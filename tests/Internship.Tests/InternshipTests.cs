using Metropool.Contracts.Internship;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Testing;

namespace Metropool.Internship.Tests;

/// <summary>An internship from its proposal to its completion, as its participant and its edition's team live it.</summary>
public sealed class InternshipTests(InternshipFixture fixture)
{
    [Fact]
    public async Task An_internship_is_proposed_approved_logged_reported_and_then_completes_by_itself()
    {
        var situation = await Situation.NewAsync(fixture);
        var placement = await situation.ApprovedAsync();
        Assert.Equal(PlacementStatus.Approved, placement.Status);
        Assert.Equal(160 * 60, placement.Plan.Minutes);
        Assert.Equal(4m, placement.Plan.Weeks);

        var hours = await situation.LoggedAsync(placement);
        Assert.Equal(InternshipStatus.Started, hours.Status);
        Assert.Equal(160 * 60, hours.LoggedMinutes);
        Assert.Equal(["internship.report-missing"], hours.Missing.Select(missing => missing.Code));

        await situation.ReportedAsync();
        var completed = await fixture.Events.PublishedAsync<InternshipCompleted>(e => e.InternshipId == situation.Id);
        Assert.Equal(InternshipStatus.Completed, completed.Status);
        Assert.Equal(160 * 60, completed.LoggedMinutes);
        Assert.NotNull(completed.CompletedAt);
        Assert.NotNull(completed.ReportSubmittedAt);
        Assert.Equal(situation.Participation.ParticipationId, completed.ParticipationId);

        var detail = await situation.Participant.Get(situation.Path).Read<InternshipDetail>();
        Assert.Equal(InternshipStatus.Completed, detail.Summary.Status);
        Assert.Empty(detail.Missing);
    }

    [Fact]
    public async Task R31_Assessment_learns_of_the_internship_by_events_each_newer_than_the_one_before()
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.LoggedAsync(await situation.ApprovedAsync());
        await situation.ReportedAsync();
        await fixture.Events.PublishedAsync<InternshipCompleted>(e => e.InternshipId == situation.Id);

        // In the order of publication; what is seen twice, under its own name and that of its base, is one state.
        var states = fixture.Events.Seen.OfType<InternshipChanged>().Where(e => e.InternshipId == situation.Id).DistinctBy(e => (e.Version, e.Status, e.OccurredAt)).ToList();
        Assert.Equal(
            [InternshipStatus.Open, InternshipStatus.Proposed, InternshipStatus.Approved, InternshipStatus.Started, InternshipStatus.Completed],
            states.Select(e => e.Status).Distinct());
        Assert.All(states.Zip(states.Skip(1)), pair => Assert.True(pair.First.Version < pair.Second.Version, $"{pair.First} and then {pair.Second}"));
    }

    [Fact]
    public Task The_committed_OpenAPI_document_is_what_is_served() => CommittedDocument.EqualsServedAsync(fixture);
}
