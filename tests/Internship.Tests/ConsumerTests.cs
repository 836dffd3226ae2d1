using System.Net;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Tests;

/// <summary>What other services tell: twice, in the wrong order, or before it makes sense.</summary>
public sealed class ConsumerTests(InternshipFixture fixture)
{
    [Fact]
    public async Task A_participation_that_is_told_many_times_has_one_internship()
    {
        var edition = Some.OpenEdition();
        var participation = Some.Participation(edition.EditionId);
        await fixture.PublishAsync([edition, .. Enumerable.Repeat(participation, 10)]);

        var opened = await fixture.Events.PublishedAsync<InternshipChanged>(e => e.ParticipationId == participation.ParticipationId);
        await BarrierAsync();
        Assert.Equal((InternshipStatus.Open, 1), (opened.Status, opened.Version));
        Assert.Equal(1, await fixture.InDatabase<InternshipDbContext, int>(db => db.Internships.CountAsync(f => f.ParticipationId == participation.ParticipationId)));
        Assert.Single(fixture.Events.Seen.OfType<InternshipChanged>(), e => e.ParticipationId == participation.ParticipationId);
    }

    [Fact]
    public async Task A_participation_is_known_before_its_edition()
    {
        var edition = Some.OpenEdition();
        var participation = Some.Participation(edition.EditionId);
        var participant = fixture.ClientFor(TestCaller.Person(participation.PersonId));
        await fixture.PublishAsync(participation);
        var early = await Eventually.ValueAsync(async () => (await participant.Get("/internships/mine").Read<List<InternshipSummary>>()).SingleOrDefault(), "the internship is there");
        Assert.Null(early.EditionName);

        await fixture.PublishAsync(edition);
        await Eventually.TrueAsync(
            async () => (await participant.Get("/internships/mine").Read<List<InternshipSummary>>()).Single().EditionName == edition.Name, "the edition has its name");
    }

    [Fact]
    public async Task An_older_state_of_a_participation_that_comes_late_changes_nothing()
    {
        var situation = await Situation.NewAsync(fixture);
        var newest = situation.Participation with { Version = 5, DisplayName = "Deelnemer 05" };
        await situation.KnowsAsync(newest, async () => (await situation.ListAsync()).Single().DisplayName == "Deelnemer 05");

        await fixture.PublishAsync(situation.Participation with { Version = 4, DisplayName = "Deelnemer 04", Status = ParticipationStatus.Ended });
        await BarrierAsync();

        var after = (await situation.ListAsync()).Single();
        Assert.Equal(("Deelnemer 05", ParticipationStatus.Active, InternshipStatus.Open), (after.DisplayName, after.ParticipationStatus, after.Status));
    }

    [Fact]
    public async Task R16_An_internship_goes_along_to_a_later_edition()
    {
        var situation = await Situation.NewAsync(fixture);
        var later = Some.OpenEdition();
        var transferred = situation.Participation with { Version = 2, EditionId = later.EditionId };
        await fixture.PublishAsync(later, transferred);

        var told = await fixture.Events.PublishedAsync<InternshipChanged>(e => e.InternshipId == situation.Id && e.EditionId == later.EditionId);
        Assert.Equal(2, told.Version);
        await situation.Dean.Get(situation.Path).Refused(HttpStatusCode.NotFound, "internship.not-found");
        var dean = fixture.ClientFor(TestCaller.Staff(later.Team.Single(role => role.Part == TeamPart.Dean).PersonId));
        await Eventually.TrueAsync(async () => (await dean.Get(situation.Path)).IsSuccessStatusCode, "the later edition's dean reads it");
    }

    [Fact]
    public async Task R16_The_end_of_a_participation_ends_the_internship_and_everybody_is_told()
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.ApprovedAsync();
        await situation.ParticipationBecomesAsync(ParticipationStatus.Ended);

        await fixture.Events.PublishedAsync<InternshipChanged>(e => e.InternshipId == situation.Id && e.Status == InternshipStatus.Ended);
        await situation.Participant.Put($"{situation.Path}/placement", situation.Placement()).Refused(HttpStatusCode.Conflict, "internship.ended");
    }

    [Fact]
    public async Task R16_A_paused_participation_logs_no_hours()
    {
        var situation = await Situation.NewAsync(fixture);
        var placement = await situation.ApprovedAsync();
        situation.MoveTo(placement.Periods[0].From);
        await situation.ParticipationBecomesAsync(ParticipationStatus.Paused);
        var firstDay = new Hours.LogHoursRequest([new(placement.Periods[0].From, 480)]);
        await situation.Participant.Post($"{situation.Path}/hours", firstDay).Refused(HttpStatusCode.Conflict, "internship.participation-paused");

        await situation.ParticipationBecomesAsync(ParticipationStatus.Active);
        await situation.Participant.Post($"{situation.Path}/hours", firstDay).Succeeds();
    }

    [Fact]
    public async Task R16_A_participation_that_is_only_announced_has_the_same_pauses()
    {
        var edition = Some.OpenEdition();
        PausePeriod[] pauses = [new() { From = new(2025, 3, 3), Until = new(2025, 3, 28) }, new() { From = new(2025, 6, 2), Until = new(2025, 6, 2) }];
        var announced = Some.Participation(edition.EditionId) with { Version = 7, Pauses = pauses };

        await fixture.PublishAsync(announced);
        await fixture.Events.PublishedAsync<InternshipChanged>(e => e.ParticipationId == announced.ParticipationId);

        var known = await fixture.InDatabase<InternshipDbContext, Copies.Participation>(db => db.Participations.AsNoTracking().SingleAsync(p => p.Id == announced.ParticipationId));
        Assert.Equal([new Copies.Pause(new(2025, 3, 3), new(2025, 3, 29)), new(new(2025, 6, 2), new(2025, 6, 3))], known.Pauses());
    }

    [Fact]
    public async Task R5_Who_leaves_the_team_can_do_nothing_any_more_and_who_comes_can()
    {
        var situation = await Situation.NewAsync(fixture);
        var successor = Some.TeamRole(TeamPart.Dean);
        var changed = situation.Edition with { Version = 9, Team = [.. situation.Edition.Team.Where(role => role.Part != TeamPart.Dean), successor] };
        await situation.KnowsAsync(changed, async () => (await fixture.ClientFor(TestCaller.Staff(successor.PersonId)).Get(situation.Path)).IsSuccessStatusCode);

        await situation.Dean.Get(situation.Path).Refused(HttpStatusCode.NotFound, "internship.not-found");
        await situation.Dean.Post($"{situation.Path}/approval", new ApprovalRequest(Guid.Empty)).Refused(HttpStatusCode.NotFound, "internship.not-found");
    }

    [Fact]
    public async Task R26_The_trade_register_number_of_an_employer_is_known_from_Identity()
    {
        var employer = Some.Organisation(name: "Gemeente Voorbeeld") with { KvkNumber = "12345678" };
        var situation = await Situation.NewAsync(fixture, employers: [Some.Employer(employer.OrganisationId, "Voorbeeldstad")]);
        await situation.KnowsAsync(employer, () => fixture.InDatabase<InternshipDbContext, bool>(db => db.Organisations.AnyAsync(o => o.Id == employer.OrganisationId)));

        var byNumber = situation.Placement() with { HostOrganisation = new HostOrganisationRequest("Dienst Parkeren", "NL", HostKind.Public, "12345678") };
        await situation.Participant.Post($"{situation.Path}/placement", byNumber).Refused(HttpStatusCode.Conflict, "internship.host-is-known");

        var byRegisteredName = situation.Placement() with { HostOrganisation = new HostOrganisationRequest("Gemeente Voorbeeld", "NL", HostKind.Public) };
        await situation.Participant.Post($"{situation.Path}/placement", byRegisteredName).Refused(HttpStatusCode.Conflict, "internship.host-is-known");
    }

    [Fact]
    public async Task A_name_is_shown_as_Identity_has_it_now()
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.KnowsAsync(
            Some.Person(situation.Participation.PersonId, "Deelnemer 02"), async () => (await situation.ListAsync()).Single().DisplayName == "Deelnemer 02");
    }

    [Fact]
    public async Task R31_It_is_shown_that_the_final_assessment_has_taken_the_internship_over()
    {
        var situation = await Situation.NewAsync(fixture);
        Assert.False((await situation.ListAsync()).Single().TakenOver);
        var assessment = Some.Assessment(situation.Participation) with { InternshipId = situation.Id };
        await situation.KnowsAsync(assessment, async () => (await situation.ListAsync()).Single().TakenOver);
    }

    [Fact]
    public async Task Announcing_publishes_every_state_again_as_it_is()
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.ApprovedAsync();
        var latest = await fixture.Events.PublishedAsync<InternshipApproved>(e => e.InternshipId == situation.Id);

        await fixture.RunCommandAsync("announce");

        var announced = await fixture.Events.PublishedAsync<InternshipChanged>(e => e.GetType() == typeof(InternshipChanged) && e.InternshipId == situation.Id && e.Version == latest.Version && e.Status == InternshipStatus.Approved);
        Assert.Equal((latest.OccurredAt, latest.EditionId, latest.PersonId), (announced.OccurredAt, announced.EditionId, announced.PersonId));
    }

    /// <summary>Waits until what was published before has been handled: the queue of participations is first in, first out, up to how many are handled at a time.</summary>
    private async Task BarrierAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            await Situation.NewAsync(fixture);
        }
    }
}
