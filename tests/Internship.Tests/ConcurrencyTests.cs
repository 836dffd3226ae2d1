using System.Net;
using Metropool.Contracts.Internship;
using Metropool.Internship.Hours;
using Metropool.Internship.Placements;
using Metropool.Testing;

namespace Metropool.Internship.Tests;

/// <summary>Requests at the same moment.</summary>
public sealed class ConcurrencyTests(InternshipFixture fixture)
{
    [Fact]
    public async Task Of_approvals_at_the_same_moment_one_succeeds()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.StateEmploymentAsync().Succeeds();
        await scenario.ProposeAsync().Succeeds();
        var approval = new ApprovePlacementRequest(await scenario.ProposalIdAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => scenario.Dean.Post($"{scenario.Path}/approval", approval).Status()));

        // The requests name the placement: those after the first one find no proposal.
        Assert.Equal([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.Conflict, 5)], answers.Order());
    }

    [Fact]
    public async Task R28_The_dean_approves_only_the_placement_that_they_read()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.StateEmploymentAsync().Succeeds();
        await scenario.ProposeAsync().Succeeds();
        var read = await scenario.ProposalIdAsync();
        var other = scenario.Placement() with { HostOrganisation = new HostOrganisationRequest("Stockholms stad", "SE", HostKind.Public) };

        // The participant changes the proposal before the dean answers, and at the same moment.
        await scenario.ChangePlacementAsync(other).Succeeds();
        await scenario.Dean.Post($"{scenario.Path}/approval", new ApprovePlacementRequest(read))
            .Refused(HttpStatusCode.Conflict, "internship.placement-changed");
        await scenario.Dean.Post($"{scenario.Path}/placement/return", new ReturnPlacementRequest(read, "Waarom hier?"))
            .Refused(HttpStatusCode.Conflict, "internship.placement-changed");

        read = await scenario.ProposalIdAsync();
        await Task.WhenAll(
            scenario.ChangePlacementAsync(scenario.Placement()), scenario.Dean.Post($"{scenario.Path}/approval", new ApprovePlacementRequest(read)));

        var approved = (await scenario.GetAsync()).Placement;
        Assert.True(
            approved is null || (approved.Id, approved.HostOrganisation.Name) == (read, "Stockholms stad"),
            $"{approved?.HostOrganisation.Name} was approved.");
    }

    [Fact]
    public async Task Hours_that_are_logged_at_the_same_moment_are_all_counted()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var placement = await scenario.ProposeAndApproveAsync();
        scenario.MoveTimeTo(placement.Periods[0].Until);
        var days = Scenario.EightHoursOn(placement);

        await Task.WhenAll(days.Select(day => scenario.LogAsync(day).Succeeds()));

        var hours = await scenario.Participant.Get($"{scenario.Path}/hours").Read<HoursDetail>();
        Assert.Equal((days.Count, days.Count * 480), (hours.Days.Count, hours.LoggedMinutes));

        // The same days again change nothing.
        Assert.Equal(hours.LoggedMinutes, (await scenario.LogAllHoursAsync(placement)).LoggedMinutes);
    }

    [Fact]
    public async Task The_last_hours_and_the_report_at_the_same_moment_complete_the_internship_once()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var placement = await scenario.ProposeAndApproveAsync();
        scenario.MoveTimeTo(placement.Periods[0].Until);
        var days = Scenario.EightHoursOn(placement);
        await scenario.LogAsync([.. days.Skip(1)]).Succeeds();
        await scenario.WriteReportAsync("Onderzoek", "Reflectie").Succeeds();

        await Task.WhenAll(scenario.LogAsync(days[0]).Succeeds(), scenario.SubmitReportAsync().Succeeds());

        await scenario.PublishedAsync(InternshipChange.Completed);
        Assert.Equal(InternshipStatus.Completed, (await scenario.GetAsync()).Summary.Status);
        Assert.Single(
            fixture.Events.Seen.OfType<InternshipChanged>(), e => e.Change == InternshipChange.Completed && e.InternshipId == scenario.Id);
    }
}
