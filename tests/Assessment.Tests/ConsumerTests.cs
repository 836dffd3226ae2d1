using Metropool.Assessment.Files;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Tests;

/// <summary>Neither the order nor the number of events matters.</summary>
public sealed class ConsumerTests(AssessmentFixture fixture)
{
    [Fact]
    public async Task A_file_comes_into_being_with_the_participation_and_says_so()
    {
        var scene = await Scene.OpenAsync(fixture);

        var first = await fixture.Events.PublishedAsync<AssessmentChanged>(e => e.ParticipationId == scene.Participation.ParticipationId);

        Assert.Equal((scene.Id, 1, scene.Participation.PersonId), (first.AssessmentId, first.Version, first.PersonId));
    }

    [Fact]
    public async Task R31_An_internship_that_is_finished_before_the_participation_is_known_is_taken_over_all_the_same()
    {
        var scene = Scene.Unknown(fixture);
        await scene.PublishAsync(scene.CompletedInternship());
        await PlaceholderAsync(scene);

        await scene.PublishAsync(scene.Edition, scene.Participation);
        await scene.FindAsync();

        await fixture.Events.PublishedAsync<InternshipTakenOver>(e => e.AssessmentId == scene.Id);
        Assert.True(await scene.IsMetAsync("internship-completed"));
    }

    [Fact]
    public async Task Whatever_comes_first_waits_for_the_rest()
    {
        var scene = Scene.Unknown(fixture);
        var interview = Some.Interview(
            InterviewKind.Development, scene.Edition.EditionId, scene.Participation.PersonId, [scene.Role(TeamPart.Dean), scene.Role(TeamPart.Trainer)], participationId: scene.Participation.ParticipationId);
        await scene.PublishAsync(interview, Some.Standing(scene.Participation.ParticipationId, scene.Edition.EditionId), Some.CompletedModule(scene.Edition, 1));
        await PlaceholderAsync(scene);

        await scene.PublishAsync(scene.Edition);
        await scene.PublishAsync(scene.Participation);
        await scene.FindAsync();

        await scene.UntilMetAsync("module-1-attended");
        await Eventually.TrueAsync(async () => (await scene.FileAsync()).Interviews.Any(i => i.InterviewId == interview.InterviewId), "the interview is known");
        await scene.HandInAsync(1);
    }

    [Fact]
    public async Task Nobody_sees_a_file_whose_participation_is_not_known()
    {
        var scene = Scene.Unknown(fixture);
        await scene.PublishAsync(scene.Edition, scene.CompletedInternship());
        var id = await PlaceholderAsync(scene);

        Assert.Equal(System.Net.HttpStatusCode.NotFound, await scene.Dean.Get($"/assessments/{id}").Status());
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await scene.Participant.Get($"/assessments/{id}").Status());
        Assert.DoesNotContain(fixture.Events.Seen.OfType<AssessmentChanged>(), e => e.ParticipationId == scene.Participation.ParticipationId);
    }

    [Fact]
    public async Task An_event_that_comes_twice_counts_once()
    {
        var scene = await Scene.OpenAsync(fixture);
        var internship = scene.CompletedInternship();

        await scene.PublishAsync(internship, internship, scene.Edition, scene.Participation, scene.Participation, internship);
        await scene.UntilMetAsync("internship-completed");

        // One more event in the same queues: once it has its effect, the others have been handled.
        await scene.PublishAsync(internship with { Version = internship.Version + 1, PresentedAt = null });
        await Eventually.TrueAsync(async () => !await scene.IsMetAsync("internship-presented"), "the newest state is known");
        Assert.Single(fixture.Events.Seen.OfType<InternshipTakenOver>(), e => e.AssessmentId == scene.Id);
        Assert.Equal(1, await fixture.InDatabase<AssessmentDbContext, int>(db => db.Files.CountAsync(file => file.ParticipationId == scene.Participation.ParticipationId, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_state_that_is_older_than_the_known_one_changes_nothing()
    {
        var scene = await Scene.OpenAsync(fixture);
        var newest = scene.CompletedInternship();
        await scene.PublishAsync(newest);
        await scene.UntilMetAsync("internship-completed");

        await scene.PublishAsync(newest with { Version = newest.Version - 1, CompletedAt = null, ReportSubmittedAt = null, PresentedAt = null });
        await scene.PublishAsync(newest with { Version = newest.Version + 1, PresentedAt = null });
        await Eventually.TrueAsync(async () => !await scene.IsMetAsync("internship-presented"), "the newest state is known");

        Assert.True(await scene.IsMetAsync("internship-completed"));
    }

    [Fact]
    public void Every_copy_ignores_what_is_older_than_it_knows()
    {
        var edition = Some.ReleasedEdition();
        var participation = Some.Participation(edition.EditionId) with { Version = 5 };
        var interview = Some.Interview(InterviewKind.Final, edition.EditionId, participation.PersonId, edition.Team, participationId: participation.ParticipationId) with { Version = 5 };
        var internship = Some.CompletedInternship(participation) with { Version = 5 };
        var standing = Some.Standing(participation.ParticipationId, edition.EditionId) with { Version = 5 };
        var module = Some.CompletedModule(edition, 1) with { Version = 5 };

        Check(new Participation { FileId = Some.Id() }, participation, participation with { Version = 4 }, (copy, state) => copy.Apply(state));
        Check(new Interviews.Interview { Id = interview.InterviewId, FileId = Some.Id() }, interview, interview with { Version = 4 }, (copy, state) => copy.Apply(state));
        Check(new Internship { FileId = Some.Id() }, internship, internship with { Version = 4 }, (copy, state) => copy.Apply(state));
        Check(new Attendance { FileId = Some.Id() }, standing, standing with { Version = 4 }, (copy, state) => copy.Apply(state));
        Check(new Editions.CompletedModule { Id = module.ModuleId }, module, module with { Version = 4 }, (copy, state) => copy.Apply(state));
        Check(new Editions.Edition { Id = edition.EditionId }, edition with { Version = 5 }, edition with { Version = 4 }, (copy, state) => copy.Apply(state));

        // A state that is announced again is taken over: it may carry what an earlier version of this service didn't keep.
        static void Check<TCopy, TState>(TCopy copy, TState state, TState older, Func<TCopy, TState, bool> apply)
        {
            Assert.True(apply(copy, state));
            Assert.True(apply(copy, state));
            Assert.False(apply(copy, older));
        }
    }

    [Fact]
    public async Task A_module_that_is_completed_meets_the_requirements_of_everybody_in_the_edition()
    {
        var first = await Scene.OpenAsync(fixture);
        var second = await Scene.OpenAsync(fixture, edition: first.Edition);
        await first.CompleteModulesAsync(1, 2, 3, 4, 6);
        await first.PublishAsync(Some.Standing(first.Participation.ParticipationId, first.Edition.EditionId), Some.Standing(second.Participation.ParticipationId, second.Edition.EditionId));
        await first.UntilMetAsync("module-1-attended");
        await second.UntilMetAsync("module-1-attended");
        Assert.False(await second.IsMetAsync("attendance-met"));

        await first.CompleteModulesAsync(7);

        await first.UntilMetAsync("attendance-met");
        await second.UntilMetAsync("attendance-met");
    }

    [Fact]
    public async Task R39_That_the_last_module_is_over_meets_nothing_before_the_standing_of_then_is_known()
    {
        var scene = await Scene.OpenAsync(fixture);
        var standing = Some.Standing(scene.Participation.ParticipationId, scene.Edition.EditionId) with { JudgedModules = [1, 2, 3, 4, 6] };
        await scene.PublishAsync(standing);
        await scene.UntilMetAsync("module-1-attended");

        await scene.CompleteModulesAsync(1, 2, 3, 4, 6, 7);

        Assert.False(await scene.IsMetAsync("attendance-met"));
        await scene.PublishAsync(standing with { Version = 2, JudgedModules = [1, 2, 3, 4, 6, 7] });
        await scene.UntilMetAsync("attendance-met");
    }

    [Fact]
    public async Task Announcing_publishes_every_state_again()
    {
        var scene = await Scene.OpenAsync(fixture);
        await scene.PublishAsync(scene.CompletedInternship());
        var takenOver = await fixture.Events.PublishedAsync<InternshipTakenOver>(e => e.AssessmentId == scene.Id);

        await fixture.RunCommandAsync("announce");

        var announced = await fixture.Events.PublishedAsync<AssessmentChanged>(e => e.GetType() == typeof(AssessmentChanged) && e.AssessmentId == scene.Id && e.Version == takenOver.Version);
        Assert.Equal((takenOver.InternshipId, takenOver.OccurredAt), (announced.InternshipId, announced.OccurredAt));
    }

    private async Task<Guid> PlaceholderAsync(Scene scene) => await Eventually.ValueAsync(
        () => fixture.InDatabase<AssessmentDbContext, object?>(async db => await db.Files
            .Where(file => file.ParticipationId == scene.Participation.ParticipationId && file.Participation == null)
            .Select(file => (object?)file.Id)
            .SingleOrDefaultAsync(TestContext.Current.CancellationToken)),
        "there is a placeholder") is Guid id ? id : Guid.Empty;
}
