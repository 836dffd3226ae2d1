using System.Net;
using Metropool.Assessment.Logbook;
using Metropool.Contracts.Assessment;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Tests;

/// <summary>Requests and events at the same moment.</summary>
public sealed class ConcurrencyTests(AssessmentFixture fixture)
{
    [Fact]
    public async Task R39_Of_certificates_at_the_same_moment_one_is_issued()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.MeetAllRequirementsAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => scenario.IssueCertificateAsync(i % 2 == 0 ? scenario.Dean : scenario.ProgrammeManager).Status()));

        Assert.Single(answers, HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(status => status == HttpStatusCode.Conflict));
        Assert.Equal(
            1,
            await fixture.InDatabase<AssessmentDbContext, int>(
                db => db.Certificates.CountAsync(c => c.FileId == scenario.Id, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Events_at_the_same_moment_meet_the_requirements_together()
    {
        var scenarios = new List<Scenario>();
        for (var i = 0; i < 4; i++)
        {
            var scenario = await Scenario.CreateAsync(fixture);
            await scenario.MeetAllRequirementsAsync();
            scenarios.Add(scenario);
        }

        // Two events in two queues, each about the last missing requirement but one, are withdrawn and published again. A third event only changes the file.
        for (var round = 2; round < 12; round += 2)
        {
            await Task.WhenAll(scenarios.Select(scenario => scenario.PublishAsync(
                scenario.CompletedInternship() with { Version = 10 + round, PresentedAt = null },
                scenario.Attendance() with { Version = round, ModuleOneAttended = null })));
            await Task.WhenAll(scenarios.Select(scenario =>
                Eventually.TrueAsync(async () => !(await scenario.GetAsync()).AllRequirementsMet, "the requirements are not met")));
            await Task.WhenAll(scenarios.Select(scenario => Eventually.TrueAsync(
                async () => !await scenario.IsMetAsync("internship-presented") && !await scenario.IsMetAsync("module-1-attended"), "both are withdrawn")));

            await Task.WhenAll(scenarios.Select(scenario => scenario.PublishAsync(
                scenario.CompletedInternship() with { Version = 11 + round },
                scenario.Attendance() with { Version = 1 + round },
                Some.CompletedModule(scenario.Edition, 7) with { Version = round })));

            await Task.WhenAll(scenarios.Select(scenario =>
                Eventually.TrueAsync(async () => (await scenario.GetAsync()).AllRequirementsMet, "the requirements are met")));
        }

        // Published once each time: at first, and in five rounds.
        await Eventually.TrueAsync(() => Task.FromResult(scenarios.All(scenario => CountPublished(scenario) >= 6)), "the last change is published");
        Assert.All(scenarios, scenario => Assert.Equal(6, CountPublished(scenario)));

        int CountPublished(Scenario scenario) => fixture.Events.Seen.OfType<AssessmentChanged>()
            .Count(e => e.Change == AssessmentChange.RequirementsMet && e.AssessmentId == scenario.Id);
    }

    [Fact]
    public async Task A_chapter_is_not_refused_because_an_event_arrives()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.CompleteModulesAsync(1);

        var events = Enumerable.Range(1, 20).Select(version => scenario.Attendance() with { Version = version, ModuleOneAttended = version % 2 == 0 });
        var publishing = scenario.PublishAsync([.. events]);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 10; i++)
        {
            // The version is read before each request. Events that arrive in between don't change it.
            answers.Add(await scenario.Participant.Put($"{scenario.Path}/logbook/1", new SubmitChapterRequest($"Inzicht {i}.", "Reflectie.")).Status());
        }

        await publishing;

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        await scenario.WaitUntilMetAsync("module-1-attended");
    }

    [Fact]
    public async Task Events_at_the_same_moment_create_one_file()
    {
        var scenarios = Enumerable.Range(0, 10).Select(_ => Scenario.Unpublished(fixture)).ToList();

        await Task.WhenAll(scenarios.Select(scenario => scenario.PublishAsync(
            scenario.CompletedInternship(),
            scenario.Participation,
            scenario.Edition,
            scenario.Attendance(),
            Some.CompletedModule(scenario.Edition, 1))));

        foreach (var scenario in scenarios)
        {
            await scenario.WaitForFileAsync();
            await scenario.WaitUntilMetAsync("internship-completed");
            await scenario.WaitUntilMetAsync("module-1-attended");
            await scenario.PublishedAsync(AssessmentChange.InternshipIncluded);
        }
    }
}
