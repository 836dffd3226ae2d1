using System.Net;
using Metropool.Contracts.Internship;
using Metropool.Internship.Hours;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;

namespace Metropool.Internship.Tests;

/// <summary>What happens at the same moment.</summary>
public sealed class ConcurrencyTests(InternshipFixture fixture)
{
    [Fact]
    public async Task A_placement_that_two_approve_at_once_is_approved_once()
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.Participant.Put($"{situation.Path}/employment-history", new EmploymentHistoryRequest([])).Succeeds();
        await situation.Participant.Post($"{situation.Path}/placement", situation.Placement()).Succeeds();

        var approval = new ApprovalRequest(await situation.ProposedAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => situation.Dean.Post($"{situation.Path}/approval", approval)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task R28_What_the_participant_changes_at_the_last_moment_is_not_what_the_dean_approves()
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.Participant.Put($"{situation.Path}/employment-history", new EmploymentHistoryRequest([])).Succeeds();
        await situation.Participant.Post($"{situation.Path}/placement", situation.Placement()).Succeeds();
        var read = await situation.ProposedAsync();
        var otherwise = situation.Placement() with { HostOrganisation = new HostOrganisationRequest("Stockholms stad", "SE", HostKind.Public) };

        // Before the dean has answered, and at the same moment.
        await situation.Participant.Put($"{situation.Path}/placement", otherwise).Succeeds();
        await situation.Dean.Post($"{situation.Path}/approval", new ApprovalRequest(read)).Refused(HttpStatusCode.Conflict, "internship.placement-changed");
        await situation.Dean.Post($"{situation.Path}/placement/return", new ReturnRequest(read, "Waarom hier?")).Refused(HttpStatusCode.Conflict, "internship.placement-changed");

        read = await situation.ProposedAsync();
        await Task.WhenAll(
            situation.Participant.Put($"{situation.Path}/placement", situation.Placement()),
            situation.Dean.Post($"{situation.Path}/approval", new ApprovalRequest(read)));

        var approved = (await situation.Dean.Get(situation.Path).Read<InternshipDetail>()).Placement;
        Assert.True(approved is null || (approved.Id, approved.HostOrganisation.Name) == (read, "Stockholms stad"), $"{approved?.HostOrganisation.Name} was approved.");
    }

    [Fact]
    public async Task Hours_that_are_logged_at_once_are_all_counted_or_refused()
    {
        var situation = await Situation.NewAsync(fixture);
        var placement = await situation.ApprovedAsync();
        situation.MoveTo(placement.Periods[0].Until);
        var days = Situation.EightHoursOn(placement).Days;

        var answers = await Task.WhenAll(days.Select(day => situation.Participant.Post($"{situation.Path}/hours", new LogHoursRequest([day]))));

        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{answer.StatusCode}"));
        var counted = answers.Count(answer => answer.StatusCode == HttpStatusCode.OK);
        var hours = await situation.Participant.Get($"{situation.Path}/hours").Read<HoursView>();
        Assert.Equal(counted, hours.Days.Count);
        Assert.Equal(counted * 480, hours.LoggedMinutes);

        // And what was refused is logged when it is sent again, with everything else: nothing counts twice.
        Assert.Equal(160 * 60, (await situation.LoggedAsync(placement)).LoggedMinutes);
    }

    [Fact]
    public async Task The_last_hours_and_the_report_at_once_complete_the_internship_once()
    {
        var situation = await Situation.NewAsync(fixture);
        var placement = await situation.ApprovedAsync();
        situation.MoveTo(placement.Periods[0].Until);
        var days = Situation.EightHoursOn(placement).Days;
        await situation.Participant.Post($"{situation.Path}/hours", new LogHoursRequest([.. days.Skip(1)])).Succeeds();
        await situation.Participant.Put($"{situation.Path}/report", new Reports.ReportRequest("Onderzoek", "Reflectie")).Succeeds();

        await Task.WhenAll(UntilDone($"{situation.Path}/hours", new LogHoursRequest([days[0]])), UntilDone($"{situation.Path}/report/submission", null));

        await fixture.Events.PublishedAsync<InternshipCompleted>(e => e.InternshipId == situation.Id);
        Assert.Equal(InternshipStatus.Completed, (await situation.Participant.Get(situation.Path).Read<InternshipDetail>()).Summary.Status);
        Assert.Single(fixture.Events.Seen.OfType<InternshipCompleted>(), e => e.InternshipId == situation.Id);

        // A client that is told of a concurrent change asks again.
        async Task UntilDone(string path, object? body)
        {
            while ((await situation.Participant.Post(path, body)).StatusCode == HttpStatusCode.Conflict)
            {
            }
        }
    }
}
