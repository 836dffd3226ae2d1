namespace Metropool.Intake.Tests;

/// <summary>Conflicting requests about one application at the same moment.</summary>
public sealed class ConcurrencyTests(IntakeFixture intake)
{
    [Fact]
    public async Task Only_one_of_eight_decisions_at_once_is_made_and_published()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.InterviewedAsync();

        var version = await candidate.Client.EntityTagAsync(candidate.Path);

        var statuses = await Json.AtOnceAsync(8, index => (index % 2 == 0 ? scenario.Dean : scenario.Manager).PostAsync(
            $"{candidate.Path}/decision", new { outcome = index % 2 == 0 ? "admit" : "reject", reason = "Na het gesprek." }, version));

        // All requests name the same version, so that all but the first one are refused, however late they arrive.
        Assert.Equal([OK, .. Enumerable.Repeat(PreconditionFailed, 7)], statuses);
        var decided = (await PublishedAsync(candidate)).Where(e => e.Status is ApplicationStatus.Admitted or ApplicationStatus.Rejected);
        Assert.Equal(await candidate.TextAsync("status"), Assert.Single(decided).Status.ToString(), ignoreCase: true);
    }

    [Fact]
    public async Task A_withdrawal_and_an_admission_at_once_publish_the_state_that_is_stored()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidates = await Scenario.ManyAsync(4, scenario.InterviewedAsync);

        await Json.AtOnceAsync(candidates.SelectMany(candidate =>
            (Func<Task<HttpResponseMessage>>[])[candidate.WithdrawAsync, () => candidate.DecideAsync(scenario.Dean, "admit")]));

        foreach (var candidate in candidates)
        {
            var application = await candidate.ReadAsync();
            var published = await PublishedAsync(candidate);

            // Each version is published once, and the last one is stored. An admission may precede the withdrawal.
            Assert.Equal(published.Select(e => e.Version).Distinct(), published.Select(e => e.Version));
            var last = published.MaxBy(e => e.Version)!;
            Assert.Equal((application.Text("version"), application.Text("status")), ($"{last.Version}", $"{last.Status}".ToLowerInvariant()));
            Assert.Equal(last.Status == ApplicationStatus.Admitted, last.Admission is not null);
        }
    }

    [Fact]
    public async Task A_judgement_that_is_replaced_at_the_same_moment_is_not_confirmed()
    {
        var scenario = await Scenario.CreateAsync(intake);
        for (var i = 0; i < 4; i++)
        {
            var candidate = await scenario.JudgedAsync();
            var read = await candidate.JudgementIdAsync();

            await Json.AtOnceAsync(
                () => candidate.JudgeAsync(scenario.Manager, "Anders."),
                () => candidate.ConfirmAsync(scenario.Dean, new { judgementId = read }));

            var application = await candidate.ReadAsync();
            var isConsistent = application.Text("status") == "interviewed"
                ? application.Id("judgements.0.judgementId") == read
                : application.At("judgements.0.finalSince") is null;
            Assert.True(isConsistent, application.ToJsonString());
        }
    }

    /// <summary>The events about an application so far. Events arrive in order, so that they are complete once a later application is published.</summary>
    private static async Task<IReadOnlyList<ApplicationChanged>> PublishedAsync(Candidate candidate)
    {
        await (await candidate.Scenario.SubmittedAsync()).PublishedAsync(ApplicationChange.Submitted);
        return candidate.Published;
    }
}
