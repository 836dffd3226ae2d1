using System.Net;
using System.Net.Http.Json;
using Metropool.Contracts.Intake;

namespace Metropool.Intake.Tests;

/// <summary>Of what is done with one application at the same moment, one thing happens.</summary>
public sealed class ConcurrencyTests(IntakeFixture intake)
{
    [Fact]
    public async Task Of_eight_decisions_about_one_application_at_once_one_is_made_and_told()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.InterviewedAsync();

        using var read = await candidate.Client.FetchAsync(candidate.Path);
        var version = read.Headers.ETag!.ToString();

        var answers = await AtOnceAsync(Enumerable.Range(0, 8).Select(index => (Func<Task<HttpResponseMessage>>)(() => DecideAsync(index % 2 == 0))));

        // Each names the version that was read. The first decision that is saved changes it, so that the others are refused, whenever they arrive.
        Assert.Equal([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.PreconditionFailed, 7)], answers.Order());
        var told = await ToldAsync(scene, candidate, e => e.Status is ApplicationStatus.Admitted or ApplicationStatus.Rejected);
        Assert.Equal((await candidate.ReadAsync()).Text("status"), Assert.Single(told).Status.ToString(), ignoreCase: true);

        async Task<HttpResponseMessage> DecideAsync(bool admit)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{candidate.Path}/decision")
            {
                Content = JsonContent.Create(new { outcome = admit ? "admit" : "reject", reason = "Na het gesprek." }),
            };
            request.Headers.TryAddWithoutValidation("If-Match", version);
            return await (admit ? scene.Dean : scene.Manager).SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_withdrawal_and_an_admission_at_once_leave_one_state_that_is_told()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidates = new List<Candidate>();
        for (var i = 0; i < 4; i++)
        {
            candidates.Add(await scene.InterviewedAsync());
        }

        await AtOnceAsync(candidates.SelectMany(candidate => (Func<Task<HttpResponseMessage>>[])[candidate.WithdrawAsync, () => candidate.DecideAsync(scene.Dean, "admit")]));

        foreach (var candidate in candidates)
        {
            var application = await candidate.ReadAsync();
            var told = await ToldAsync(scene, candidate, _ => true);

            // Each version is told once, and the last one is what there is: admitted and then withdrawn is as good as either of the two alone.
            Assert.Equal(told.Select(e => e.Version).Distinct(), told.Select(e => e.Version));
            var last = told.MaxBy(e => e.Version)!;
            Assert.Equal((application.Text("version"), application.Text("status")), ($"{last.Version}", $"{last.Status}".ToLowerInvariant()));
            Assert.Equal(last.Status == ApplicationStatus.Admitted, last.Admission is not null);
        }
    }

    [Fact]
    public async Task A_judgement_is_not_confirmed_while_it_is_written_anew()
    {
        var scene = await Scene.OpenAsync(intake);
        for (var i = 0; i < 4; i++)
        {
            var candidate = await scene.JudgedAsync();
            var read = (await candidate.ReadAsync()).Id("judgements.0.judgementId");

            await AtOnceAsync([() => candidate.JudgeAsync(scene.Manager, Candidate.Judgement("Anders.")), () => candidate.ConfirmAsync(scene.Dean, new { judgementId = read })]);

            var application = await candidate.ReadAsync();
            Assert.True(
                application.Text("status") == "interviewed" ? application.Id("judgements.0.judgementId") == read : application.At("judgements.0.standsSince") is null, application.ToJsonString());
        }
    }

    private static async Task<IReadOnlyList<HttpStatusCode>> AtOnceAsync(IEnumerable<Func<Task<HttpResponseMessage>>> calls)
    {
        var answers = await Task.WhenAll(calls.Select(call => Task.Run(call)));
        return [.. answers.Select(answer =>
        {
            using (answer)
            {
                return answer.StatusCode;
            }
        })];
    }

    /// <summary>What was told of an application, once everything was that had happened by now: an application that is handed in later is heard of.</summary>
    private async Task<IReadOnlyList<ApplicationChanged>> ToldAsync(Scene scene, Candidate candidate, Func<ApplicationChanged, bool> which)
    {
        var later = await scene.SubmittedAsync();
        await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == later.ApplicationId);
        return [.. intake.Events.Seen.OfType<ApplicationChanged>().Where(e => e.ApplicationId == candidate.ApplicationId && which(e))];
    }
}
