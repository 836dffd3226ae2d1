using System.Net;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Internship.Hours;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Internship.Replicas;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Tests;

/// <summary>Events can arrive in any order and more than once.</summary>
public sealed class ConsumerTests(InternshipFixture fixture)
{
    [Fact]
    public async Task A_participation_that_is_published_many_times_has_one_internship()
    {
        var edition = Some.OpenEdition();
        var participation = Some.Participation(edition.EditionId);
        await fixture.PublishAsync([edition, .. Enumerable.Repeat(participation, 10)]);

        var opened = await fixture.Events.PublishedAsync<InternshipChanged>(e => e.ParticipationId == participation.ParticipationId);
        await BarrierAsync();
        Assert.Equal((InternshipStatus.Open, 1), (opened.Status, opened.Version));
        Assert.Equal(1, await fixture.InDatabase<InternshipDbContext, int>(
            db => db.Internships.CountAsync(file => file.ParticipationId == participation.ParticipationId)));
        Assert.Single(fixture.Events.Seen.OfType<InternshipChanged>(), e => e.ParticipationId == participation.ParticipationId);
    }

    [Fact]
    public async Task A_participation_can_arrive_before_its_edition()
    {
        var edition = Some.OpenEdition();
        var participation = Some.Participation(edition.EditionId);
        var participant = fixture.ClientFor(TestCaller.Person(participation.PersonId));
        await fixture.PublishAsync(participation);
        var early = await Eventually.ValueAsync(async () => (await ListMineAsync(participant)).SingleOrDefault(), "the internship file exists");
        Assert.Null(early.EditionName);

        await fixture.PublishAsync(edition);
        await Eventually.TrueAsync(async () => (await ListMineAsync(participant)).Single().EditionName == edition.Name, "the edition is known");
    }

    [Fact]
    public async Task An_older_state_of_a_participation_changes_nothing()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var newest = scenario.Participation with { Version = 5, DisplayName = "Deelnemer 05" };
        await scenario.PublishAndWaitAsync(newest, async () => (await scenario.ListAsync()).Single().DisplayName == "Deelnemer 05");

        await fixture.PublishAsync(scenario.Participation with { Version = 4, DisplayName = "Deelnemer 04", Status = ParticipationStatus.Ended });
        await BarrierAsync();

        var after = (await scenario.ListAsync()).Single();
        Assert.Equal(("Deelnemer 05", ParticipationStatus.Active, InternshipStatus.Open), (after.DisplayName, after.ParticipationStatus, after.Status));
    }

    [Fact]
    public async Task R16_An_internship_is_transferred_with_its_participation()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var later = Some.OpenEdition();
        var transferred = scenario.Participation with { Version = 2, EditionId = later.EditionId };
        await fixture.PublishAsync(later, transferred);

        var transferredState = await fixture.Events.PublishedAsync<InternshipChanged>(e => e.InternshipId == scenario.Id && e.EditionId == later.EditionId);
        Assert.Equal(2, transferredState.Version);
        await scenario.Dean.Get(scenario.Path).Refused(HttpStatusCode.NotFound, "internship.file-unknown");
        var dean = fixture.ClientFor(TestCaller.Staff(later.Team.Single(role => role.Role == TeamRole.Dean).PersonId));
        await Eventually.TrueAsync(async () => (await dean.Get(scenario.Path)).IsSuccessStatusCode, "the dean of the later edition can read it");
    }

    [Fact]
    public async Task R16_The_end_of_a_participation_ends_the_internship_and_is_published()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.ProposeAndApproveAsync();
        await scenario.SetParticipationStatusAsync(ParticipationStatus.Ended);

        await fixture.Events.PublishedAsync<InternshipChanged>(e => e.InternshipId == scenario.Id && e.Status == InternshipStatus.Ended);
        await scenario.ChangePlacementAsync(scenario.Placement()).Refused(HttpStatusCode.Conflict, "internship.ended");
    }

    [Fact]
    public async Task R16_No_hours_are_logged_while_the_participation_is_paused()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var placement = await scenario.ProposeAndApproveAsync();
        scenario.MoveTimeTo(placement.Periods[0].From);
        await scenario.SetParticipationStatusAsync(ParticipationStatus.Paused);
        var firstDay = new DayRequest(placement.Periods[0].From, 480);
        await scenario.LogAsync(firstDay).Refused(HttpStatusCode.Conflict, "internship.participation-paused");

        await scenario.SetParticipationStatusAsync(ParticipationStatus.Active);
        await scenario.LogAsync(firstDay).Succeeds();
    }

    [Fact]
    public async Task R16_The_pauses_of_an_announced_participation_are_known()
    {
        var edition = Some.OpenEdition();
        PausePeriod[] pauses = [new() { From = new(2025, 3, 3), Until = new(2025, 3, 28) }, new() { From = new(2025, 6, 2), Until = new(2025, 6, 2) }];
        var announced = Some.Participation(edition.EditionId) with { Version = 7, Pauses = pauses };

        await fixture.PublishAsync(announced);
        await fixture.Events.PublishedAsync<InternshipChanged>(e => e.ParticipationId == announced.ParticipationId);

        var known = await fixture.InDatabase<InternshipDbContext, Participation>(
            db => db.Participations.AsNoTracking().SingleAsync(p => p.Id == announced.ParticipationId));
        Assert.Equal(pauses.Select(pause => (pause.From, pause.Until)), known.Pauses.OrderBy(pause => pause.From).Select(pause => (pause.From, pause.Until)));
    }

    [Fact]
    public async Task R5_A_change_of_the_team_changes_access_at_once()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var successor = Some.TeamMember(TeamRole.Dean);
        var changed = scenario.Edition with { Version = 9, Team = [.. scenario.Edition.Team.Where(role => role.Role != TeamRole.Dean), successor] };
        await scenario.PublishAndWaitAsync(
            changed, async () => (await fixture.ClientFor(TestCaller.Staff(successor.PersonId)).Get(scenario.Path)).IsSuccessStatusCode);

        await scenario.Dean.Get(scenario.Path).Refused(HttpStatusCode.NotFound, "internship.file-unknown");
        await scenario.Dean.Post($"{scenario.Path}/approval", new ApprovePlacementRequest(Guid.Empty))
            .Refused(HttpStatusCode.NotFound, "internship.file-unknown");
    }

    [Fact]
    public async Task R26_The_trade_register_number_of_an_employer_is_known_from_Identity()
    {
        var employer = Some.Organisation(name: "Gemeente Voorbeeld") with { KvkNumber = "12345678" };
        var scenario = await Scenario.CreateAsync(fixture, employers: [Some.Employer(employer.OrganisationId, "Voorbeeldstad")]);
        await scenario.PublishAndWaitAsync(
            employer, () => fixture.InDatabase<InternshipDbContext, bool>(db => db.Organisations.AnyAsync(o => o.Id == employer.OrganisationId)));

        var byNumber = scenario.Placement() with { HostOrganisation = new HostOrganisationRequest("Dienst Parkeren", "NL", HostKind.Public, "12345678") };
        await scenario.ProposeAsync(byNumber).Refused(HttpStatusCode.Conflict, "internship.host-is-known");

        var byRegisteredName = scenario.Placement() with { HostOrganisation = new HostOrganisationRequest("Gemeente Voorbeeld", "NL", HostKind.Public) };
        await scenario.ProposeAsync(byRegisteredName).Refused(HttpStatusCode.Conflict, "internship.host-is-known");
    }

    [Fact]
    public async Task The_current_name_of_a_participant_is_shown()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.PublishAndWaitAsync(
            Some.Person(scenario.Participation.PersonId, "Deelnemer 02"), async () => (await scenario.ListAsync()).Single().DisplayName == "Deelnemer 02");
    }

    [Fact]
    public async Task R31_The_summary_shows_that_the_final_assessment_includes_the_internship()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        Assert.False((await scenario.ListAsync()).Single().IncludedInAssessment);
        var assessment = Some.Assessment(scenario.Participation) with { InternshipId = scenario.Id };
        await scenario.PublishAndWaitAsync(assessment, async () => (await scenario.ListAsync()).Single().IncludedInAssessment);
    }

    [Fact]
    public void Every_replica_ignores_a_state_that_is_older_than_the_known_one()
    {
        var edition = Some.OpenEdition() with { Version = 5 };
        var participation = Some.Participation(edition.EditionId) with { Version = 5 };
        var interview = Some.Interview(InterviewKind.Development, edition.EditionId, participation.PersonId, edition.Team) with { Version = 5 };
        var assessment = Some.Assessment(participation) with { Version = 5 };
        var organisation = Some.Organisation() with { Version = 5 };
        var person = Some.Person() with { Version = 5 };

        Check(new Edition(edition.EditionId).Apply, edition, edition with { Version = 4 });
        Check(new Participation(participation.ParticipationId).Apply, participation, participation with { Version = 4 });
        Check(new Interview(interview.InterviewId).Apply, interview, interview with { Version = 4 });
        Check(new Replicas.Assessment(assessment.AssessmentId).Apply, assessment, assessment with { Version = 4 });
        Check(new Organisation(organisation.OrganisationId).Apply, organisation, organisation with { Version = 4 });
        Check(new Person(person.PersonId).Apply, person, person with { Version = 4 });

        // A state that is announced again is applied: it may contain data that an earlier version of this service didn't keep.
        static void Check<TState>(Func<TState, bool> apply, TState state, TState older)
        {
            Assert.True(apply(state));
            Assert.True(apply(state));
            Assert.False(apply(older));
        }
    }

    [Fact]
    public async Task Announcing_publishes_every_state_again_as_it_is()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.ProposeAndApproveAsync();
        var latest = await scenario.PublishedAsync(InternshipChange.Approved);

        await fixture.RunCommandAsync("announce");

        var announced = await fixture.Events.PublishedAsync<InternshipChanged>(
            e => e.Change == InternshipChange.Updated && e.InternshipId == scenario.Id && e.Version == latest.Version && e.Status == InternshipStatus.Approved);
        Assert.Equal((latest.OccurredAt, latest.EditionId, latest.PersonId), (announced.OccurredAt, announced.EditionId, announced.PersonId));
    }

    private static Task<List<InternshipSummary>> ListMineAsync(HttpClient participant) =>
        participant.Get("/internship/v1/internships/mine").Read<List<InternshipSummary>>();

    /// <summary>Waits until earlier events are handled. The queue of participations is first in, first out, but several events are handled at a time.</summary>
    private async Task BarrierAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            await Scenario.CreateAsync(fixture);
        }
    }
}
