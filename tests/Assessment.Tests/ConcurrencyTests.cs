using System.Net;
using Metropool.Assessment.Logbook;
using Metropool.Contracts.Assessment;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Tests;

/// <summary>What happens at the same moment.</summary>
public sealed class ConcurrencyTests(AssessmentFixture fixture)
{
    [Fact]
    public async Task R39_Two_certificates_at_once_are_one()
    {
        var scene = await Scene.OpenAsync(fixture);
        await scene.MeetEverythingAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? scene.Dean : scene.ProgrammeManager).Post($"{scene.Path}/certificate").Status()));

        Assert.Single(answers, HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(status => status == HttpStatusCode.Conflict));
        Assert.Equal(1, await fixture.InDatabase<AssessmentDbContext, int>(db => db.Certificates.CountAsync(c => c.FileId == scene.Id, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Facts_that_arrive_at_the_same_moment_meet_the_requirements_together()
    {
        var scenes = new List<Scene>();
        for (var i = 0; i < 4; i++)
        {
            var scene = await Scene.OpenAsync(fixture);
            await scene.MeetEverythingAsync();
            scenes.Add(scene);
        }

        // Three facts, each of which is the last that is missing, in three queues: two taken back and given again, and the last module announced anew.
        for (var round = 2; round < 12; round += 2)
        {
            await Task.WhenAll(scenes.Select(scene => scene.PublishAsync(
                scene.CompletedInternship() with { Version = 10 + round, PresentedAt = null },
                Some.Standing(scene.Participation.ParticipationId, scene.Edition.EditionId) with { Version = round, ModuleOneAttended = null })));
            await Task.WhenAll(scenes.Select(scene => Eventually.TrueAsync(async () => !(await scene.FileAsync()).AllRequirementsMet, "the requirements are not met")));
            await Task.WhenAll(scenes.Select(scene => Eventually.TrueAsync(
                async () => !await scene.IsMetAsync("internship-presented") && !await scene.IsMetAsync("module-1-attended"), "both are taken back")));

            await Task.WhenAll(scenes.Select(scene => scene.PublishAsync(
                scene.CompletedInternship() with { Version = 11 + round },
                Some.Standing(scene.Participation.ParticipationId, scene.Edition.EditionId) with { Version = 1 + round },
                Some.CompletedModule(scene.Edition, 7) with { Version = round })));

            await Task.WhenAll(scenes.Select(scene => Eventually.TrueAsync(async () => (await scene.FileAsync()).AllRequirementsMet, "the requirements are met")));
        }

        // Told once each time: the first, and five times again.
        await Eventually.TrueAsync(() => Task.FromResult(scenes.All(scene => Told(scene) >= 6)), "the last is told");
        Assert.All(scenes, scene => Assert.Equal(6, Told(scene)));

        int Told(Scene scene) => fixture.Events.Seen.OfType<RequirementsMet>().Count(e => e.AssessmentId == scene.Id);
    }

    [Fact]
    public async Task Who_hands_in_a_chapter_is_not_refused_because_an_event_arrives()
    {
        var scene = await Scene.OpenAsync(fixture);
        await scene.CompleteModulesAsync(1);

        var events = Enumerable.Range(1, 20).Select(version => Some.Standing(scene.Participation.ParticipationId, scene.Edition.EditionId) with { Version = version, ModuleOneAttended = version % 2 == 0 });
        var publishing = scene.PublishAsync([.. events]);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 10; i++)
        {
            // In the version that was read before, whatever the events change between the two.
            answers.Add(await scene.Participant.Put($"{scene.Path}/logbook/1", new HandInChapterRequest($"Inzicht {i}.", "Reflectie.")).Status());
        }

        await publishing;

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        await scene.UntilMetAsync("module-1-attended");
    }

    [Fact]
    public async Task A_file_that_several_events_bring_into_being_at_once_is_one()
    {
        var scenes = Enumerable.Range(0, 10).Select(_ => Scene.Unknown(fixture)).ToList();

        await Task.WhenAll(scenes.Select(scene => scene.PublishAsync(
            scene.CompletedInternship(),
            scene.Participation,
            scene.Edition,
            Some.Standing(scene.Participation.ParticipationId, scene.Edition.EditionId),
            Some.CompletedModule(scene.Edition, 1))));

        foreach (var scene in scenes)
        {
            await scene.FindAsync();
            await scene.UntilMetAsync("internship-completed");
            await scene.UntilMetAsync("module-1-attended");
            await fixture.Events.PublishedAsync<InternshipTakenOver>(e => e.AssessmentId == scene.Id);
        }
    }
}
