using Metropool.Contracts;
using Metropool.Intake.Retention;

namespace Metropool.Intake.Tests;

/// <summary>The removal of personal data after its retention period (R49).</summary>
public sealed class RetentionTests(IntakeFixture intake)
{
    private const int FourWeeks = 28;

    [Theory]
    [InlineData("withdrawn")]
    [InlineData("rejected")]
    public async Task R49_An_unsuccessful_application_is_removed_four_weeks_after_the_decision(string outcome)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.InterviewedAsync();
        await (outcome == "withdrawn" ? candidate.WithdrawAsync() : candidate.DecideAsync(scenario.Manager, "reject")).OkAsync();
        Assert.Equal("2025-10-10", await candidate.TextAsync("keptUntil"));

        await AgeAsync(candidate, FourWeeks);
        await intake.RunAsync<RetentionJob>();
        Assert.Equal("2025-09-12", await candidate.TextAsync("keptUntil"));

        await AgeAsync(candidate, 1);
        await intake.RunAsync<RetentionJob>();
        await candidate.AssertRemovedAsync();
        Assert.Empty(await EveryColumn.WithAsync(intake.ConnectionString, candidate.ApplicationId.ToString()));
        Assert.Equal([(outcome, 1)], await scenario.RemovedApplicationsAsync());
        Assert.Equal(outcome, (await candidate.RemovalPublishedAsync()).Status.ToString(), ignoreCase: true);
    }

    [Fact]
    public async Task R49_With_consent_an_unsuccessful_application_is_kept_for_a_year()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (kept, revoked, expired) = (await scenario.RejectedAsync(), await scenario.RejectedAsync(), await scenario.RejectedAsync());
        foreach (var candidate in (Candidate[])[kept, revoked, expired])
        {
            Assert.Equal("2026-09-12", (await ConsentAsync(candidate, true)).Text("keptUntil"));
        }

        var without = await ConsentAsync(revoked, false);
        Assert.Equal(("2025-10-10", null), (without.Text("keptUntil"), without.Text("retentionConsentAt")));
        await AgeAsync(kept, 365);
        await AgeAsync(revoked, FourWeeks + 1);
        await AgeAsync(expired, 366);

        await intake.RunAsync<RetentionJob>();

        await kept.ReadAsync();
        await revoked.AssertRemovedAsync();
        await expired.AssertRemovedAsync();
        Assert.Equal("retentionConsentGiven", (await kept.HistoryKindsAsync()).Last());
    }

    [Fact]
    public async Task Consent_that_is_repeated_changes_nothing_and_a_draft_needs_none()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (candidate, draft) = (await scenario.SubmittedAsync(), await scenario.DraftAsync());

        var once = await ConsentAsync(candidate, true);
        var again = await ConsentAsync(candidate, true);

        Assert.Equal(once.Number("version"), again.Number("version"));
        await draft.Client.PutAsync($"{draft.Path}/retention-consent", new { given = true }).RefusedAsync(Conflict, "intake.not-submitted");
    }

    [Fact]
    public async Task R49_An_unchanged_draft_is_removed_after_half_a_year()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (draft, changed) = (await scenario.DraftAsync(), await scenario.DraftAsync());
        Assert.Equal("2026-03-14", await draft.TextAsync("keptUntil"));
        await AgeAsync(draft, 184);
        await AgeAsync(changed, 184);
        await changed.ReplaceAsync(new { motivation = "Anders." }).OkAsync();

        await intake.RunAsync<RetentionJob>();

        await draft.AssertRemovedAsync();
        await changed.ReadAsync();
        Assert.Equal([("draft", 1)], await scenario.RemovedApplicationsAsync());
    }

    [Fact]
    public async Task R49_Open_applications_become_unsuccessful_when_the_edition_begins()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        var admitted = await scenario.AdmittedAsync();
        var (waiting, undecided, late) = (await scenario.InterviewedAsync(), await scenario.InterviewedAsync(), await scenario.SubmittedAsync());
        await waiting.DecideAsync(scenario.Manager, "waitList").OkAsync();
        await AgeAsync(waiting, 100);
        await AgeAsync(undecided, 100);
        Assert.Equal("2026-11-23", await waiting.TextAsync("keptUntil"));
        await intake.RunAsync<RetentionJob>();
        await waiting.ReadAsync();

        await scenario.ChangeAsync(edition => edition with { StartsOn = PartialDate.Of(new DateOnly(2025, 8, 14)) });
        await intake.RunAsync<RetentionJob>();

        await waiting.AssertRemovedAsync();
        await undecided.AssertRemovedAsync();
        // The retention period starts with a later change.
        Assert.Equal("2025-10-10", await late.TextAsync("keptUntil"));
        await admitted.ReadAsync();
        Assert.Equal([("interviewed", 1), ("waitListed", 1)], await scenario.RemovedApplicationsAsync());
        Assert.Equal(ApplicationStatus.Withdrawn, (await waiting.PublishedAsync(ApplicationChange.Withdrawn)).Status);
    }

    [Fact]
    public async Task R49_Texts_and_judgements_of_an_admitted_candidate_are_removed_half_a_year_after_the_edition()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        var planted = await PlantedCandidate.AdmittedAsync(scenario);
        var candidate = planted.Candidate;
        Assert.Equal("2027-12-30", await candidate.TextAsync("keptUntil"));
        await scenario.ChangeAsync(edition => edition with { EndsOn = PartialDate.Of(new DateOnly(2025, 3, 13)) });
        await intake.RunAsync<RetentionJob>();
        Assert.NotNull(await candidate.TextAsync("motivation"));

        await scenario.ChangeAsync(edition => edition with { EndsOn = PartialDate.Of(new DateOnly(2025, 3, 12)) });
        await intake.RunAsync<RetentionJob>();

        var detail = await candidate.ReadAsync();
        Assert.Equal(("admitted", "", null, null), (detail.Text("status"), detail.Text("decision.reason"), detail.Text("keptUntil"), detail.Text("judgement")));
        Assert.NotNull(detail.Text("textsRemovedAt"));
        string[] texts = ["challenge", "cognitive", "personal", "motivation", "capacities", "needs", "replaced", "judged", "reason"];
        var removed = planted.Phrases.Where(phrase => texts.Any(text => phrase.Split('-', 2)[1].Contains(text, StringComparison.Ordinal)));
        Assert.Empty(await EveryColumn.WithAsync(intake.ConnectionString, removed));
        Assert.Contains("admitted", await candidate.HistoryKindsAsync());
        Assert.Equal(1, await scenario.PlacesTakenAsync());
    }

    [Fact]
    public async Task R49_Texts_of_a_transferred_participant_are_kept_until_the_later_edition_ends()
    {
        var (scenario, later) = (await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake));
        var (stayed, transferred) = (await scenario.AdmittedAsync(), await scenario.AdmittedAsync());
        await intake.HandledAsync(transferred.Participation(ParticipationStatus.Active, later.EditionId));
        await scenario.ChangeAsync(edition => edition with { EndsOn = PartialDate.Of(new DateOnly(2025, 1, 1)) });

        await intake.RunAsync<RetentionJob>();

        Assert.NotNull(await stayed.TextAsync("textsRemovedAt"));
        var read = await transferred.ReadAsync();
        Assert.Equal((null, "2027-12-30"), (read.Text("textsRemovedAt"), read.Text("keptUntil")));
    }

    [Fact]
    public async Task R49_Jobs_at_once_and_repeated_remove_each_application_once()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidates = await Scenario.ManyAsync(6, () => scenario.SubmittedAsync());
        foreach (var candidate in candidates)
        {
            await candidate.WithdrawAsync().OkAsync();
            await AgeAsync(candidate, FourWeeks + 1);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => intake.RunAsync<RetentionJob>()));
        // A job skips applications that another job has locked.
        await intake.RunAsync<RetentionJob>();
        await intake.RunAsync<RetentionJob>();

        Assert.Equal([("withdrawn", candidates.Count)], await scenario.RemovedApplicationsAsync());
        foreach (var candidate in candidates)
        {
            await candidate.RemovalPublishedAsync();
            Assert.Single(candidate.Published, e => e.Removed);
        }
    }

    [Fact]
    public async Task An_application_that_was_started_during_an_erasure_is_erased_by_the_next_job()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).SubmittedAsync();
        await intake.ExecuteAsync($"INSERT INTO erased_people (person_id) VALUES ({candidate.PersonId})");

        await intake.RunAsync<RetentionJob>();

        await candidate.AssertRemovedAsync();
    }

    private static Task<JsonNode> ConsentAsync(Candidate candidate, bool given) =>
        candidate.Client.PutAsync($"{candidate.Path}/retention-consent", new { given }).OkAsync();

    /// <summary>Makes an application older, because programme time doesn't advance in these tests.</summary>
    private Task<int> AgeAsync(Candidate candidate, int days) => intake.ExecuteAsync(
        $"""
        UPDATE applications SET
            closed_at = closed_at - make_interval(days => {days}),
            changed_at = changed_at - make_interval(days => {days}),
            waiting_since = waiting_since - make_interval(days => {days})
        WHERE id = {candidate.ApplicationId}
        """);
}
