using System.Net;
using Metropool.Assessment.Replicas;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Tests;

/// <summary>Events can arrive in any order and more than once.</summary>
public sealed class ConsumerTests(AssessmentFixture fixture)
{
    [Fact]
    public async Task A_file_is_created_and_published_with_the_participation()
    {
        var scenario = await Scenario.CreateAsync(fixture);

        var first = await fixture.Events.PublishedAsync<AssessmentChanged>(e => e.ParticipationId == scenario.Participation.ParticipationId);

        Assert.Equal((scenario.Id, 1, scenario.Participation.PersonId), (first.AssessmentId, first.Version, first.PersonId));
    }

    [Fact]
    public async Task R31_An_internship_that_is_completed_before_the_participation_is_known_is_included()
    {
        var scenario = Scenario.Unpublished(fixture);
        await scenario.PublishAsync(scenario.CompletedInternship());
        await PlaceholderAsync(scenario);

        await scenario.PublishAsync(scenario.Edition, scenario.Participation);
        await scenario.WaitForFileAsync();

        await scenario.PublishedAsync(AssessmentChange.InternshipIncluded);
        Assert.True(await scenario.IsMetAsync("internship-completed"));
    }

    [Fact]
    public async Task Events_can_arrive_in_any_order()
    {
        var scenario = Scenario.Unpublished(fixture);
        var interview = scenario.Interview(InterviewKind.Development, [scenario.Member(TeamRole.Dean), scenario.Member(TeamRole.Trainer)]);
        await scenario.PublishAsync(interview, scenario.Attendance(), Some.CompletedModule(scenario.Edition, 1));
        await PlaceholderAsync(scenario);

        await scenario.PublishAsync(scenario.Edition);
        await scenario.PublishAsync(scenario.Participation);
        await scenario.WaitForFileAsync();

        await scenario.WaitUntilMetAsync("module-1-attended");
        await Eventually.TrueAsync(
            async () => (await scenario.GetAsync()).Interviews.Any(i => i.InterviewId == interview.InterviewId), "the interview is known");
        await scenario.SubmitChapterAsync(1);
    }

    [Fact]
    public async Task A_file_is_not_visible_until_its_participation_is_known()
    {
        var scenario = Scenario.Unpublished(fixture);
        await scenario.PublishAsync(scenario.Edition, scenario.CompletedInternship());
        var id = await PlaceholderAsync(scenario);

        Assert.Equal(HttpStatusCode.NotFound, await scenario.Dean.Get($"/assessment/v1/assessments/{id}").Status());
        Assert.Equal(HttpStatusCode.NotFound, await scenario.Participant.Get($"/assessment/v1/assessments/{id}").Status());
        Assert.DoesNotContain(fixture.Events.Seen.OfType<AssessmentChanged>(), e => e.ParticipationId == scenario.Participation.ParticipationId);
    }

    [Fact]
    public async Task A_repeated_event_counts_once()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var internship = scenario.CompletedInternship();

        await scenario.PublishAsync(internship, internship, scenario.Edition, scenario.Participation, scenario.Participation, internship);
        await scenario.WaitUntilMetAsync("internship-completed");

        // Another event in the same queue: once it is applied, the others have been handled.
        await scenario.PublishAsync(internship with { Version = internship.Version + 1, PresentedAt = null });
        await Eventually.TrueAsync(async () => !await scenario.IsMetAsync("internship-presented"), "the newest state is known");
        Assert.Single(
            fixture.Events.Seen.OfType<AssessmentChanged>().Where(e => e.Change == AssessmentChange.InternshipIncluded), e => e.AssessmentId == scenario.Id);
        Assert.Equal(1, await fixture.InDatabase<AssessmentDbContext, int>(db => db.Assessments.CountAsync(
            file => file.ParticipationId == scenario.Participation.ParticipationId, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task An_older_state_changes_nothing()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var newest = scenario.CompletedInternship();
        await scenario.PublishAsync(newest);
        await scenario.WaitUntilMetAsync("internship-completed");

        await scenario.PublishAsync(newest with { Version = newest.Version - 1, CompletedAt = null, ReportSubmittedAt = null, PresentedAt = null });
        await scenario.PublishAsync(newest with { Version = newest.Version + 1, PresentedAt = null });
        await Eventually.TrueAsync(async () => !await scenario.IsMetAsync("internship-presented"), "the newest state is known");

        Assert.True(await scenario.IsMetAsync("internship-completed"));
    }

    [Fact]
    public void Every_replica_ignores_a_state_that_is_older_than_the_known_one()
    {
        var edition = Some.ReleasedEdition();
        var participation = Some.Participation(edition.EditionId) with { Version = 5 };
        var interview = Some.Interview(
            InterviewKind.Final, edition.EditionId, participation.PersonId, edition.Team, participationId: participation.ParticipationId) with { Version = 5 };
        var internship = Some.CompletedInternship(participation) with { Version = 5 };
        var attendance = Some.Attendance(participation.ParticipationId, edition.EditionId) with { Version = 5 };
        var module = Some.CompletedModule(edition, 1) with { Version = 5 };

        Check(new Participation(Some.Id()).Apply, participation, participation with { Version = 4 });
        Check(new Interview(interview.InterviewId, Some.Id()).Apply, interview, interview with { Version = 4 });
        Check(new Replicas.Internship(Some.Id()).Apply, internship, internship with { Version = 4 });
        Check(new Attendance(Some.Id()).Apply, attendance, attendance with { Version = 4 });
        Check(new CompletedModule(module.ModuleId).Apply, module, module with { Version = 4 });
        Check(new Edition(edition.EditionId).Apply, edition with { Version = 5 }, edition with { Version = 4 });

        // A state that is announced again is applied: it may contain data that an earlier version of this service didn't keep.
        static void Check<TState>(Func<TState, bool> apply, TState state, TState older)
        {
            Assert.True(apply(state));
            Assert.True(apply(state));
            Assert.False(apply(older));
        }
    }

    [Fact]
    public async Task R35_A_completed_module_opens_its_chapter_for_every_participant_of_the_edition()
    {
        var first = await Scenario.CreateAsync(fixture);
        var second = await Scenario.CreateAsync(fixture, edition: first.Edition);

        await first.CompleteModulesAsync(1);

        await second.SubmitChapterAsync(1);
    }

    [Fact]
    public async Task R39_The_end_of_the_last_module_does_not_meet_the_attendance_before_its_status_is_known()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var attendance = scenario.Attendance() with { EvaluatedModules = [1, 2, 3, 4, 6] };
        await scenario.PublishAsync(attendance);
        await scenario.WaitUntilMetAsync("module-1-attended");

        await scenario.CompleteModulesAsync(1, 2, 3, 4, 6, 7);

        Assert.False(await scenario.IsMetAsync("attendance-met"));
        await scenario.PublishAsync(attendance with { Version = 2, EvaluatedModules = [1, 2, 3, 4, 6, 7] });
        await scenario.WaitUntilMetAsync("attendance-met");
    }

    [Fact]
    public async Task Announcing_publishes_every_state_again()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.PublishAsync(scenario.CompletedInternship());
        var included = await scenario.PublishedAsync(AssessmentChange.InternshipIncluded);

        await fixture.RunCommandAsync("announce");

        var announced = await fixture.Events.PublishedAsync<AssessmentChanged>(
            e => e.Change == AssessmentChange.Updated && e.AssessmentId == scenario.Id && e.Version == included.Version);
        Assert.Equal((included.InternshipId, included.OccurredAt), (announced.InternshipId, announced.OccurredAt));
    }

    private async Task<Guid> PlaceholderAsync(Scenario scenario) => await Eventually.ValueAsync(
        () => fixture.InDatabase<AssessmentDbContext, object?>(async db => await db.Assessments
            .Where(file => file.ParticipationId == scenario.Participation.ParticipationId && file.Participation == null)
            .Select(file => (object?)file.Id)
            .SingleOrDefaultAsync(TestContext.Current.CancellationToken)),
        "there is a placeholder") is Guid id ? id : Guid.Empty;
}
