using System.Net;
using Metropool.Contracts;
using Metropool.Contracts.Intake;
using Metropool.Intake.Retention;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Intake.Tests;

/// <summary>R49: what isn't needed any more is removed. Programme time stands still, so what is tried is made as much older.</summary>
public sealed class RetentionTests(IntakeFixture intake)
{
    private const int Weeks = 28;

    [Theory]
    [InlineData("withdrawn")]
    [InlineData("rejected")]
    public async Task R49_An_unsuccessful_application_is_kept_four_weeks_after_its_decision_and_then_removed_whole(string outcome)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.InterviewedAsync();
        await (outcome == "withdrawn" ? candidate.WithdrawAsync() : candidate.DecideAsync(scene.Manager, "reject")).OkAsync();
        Assert.Equal("2025-10-10", (await candidate.ReadAsync()).Text("keptUntil"));

        await AgeAsync(candidate, Weeks);
        await PassAsync();
        Assert.Equal("2025-09-12", (await candidate.ReadAsync()).Text("keptUntil"));

        await AgeAsync(candidate, 1);
        await PassAsync();
        await candidate.Client.FetchAsync(candidate.Path).RefusedAsync(HttpStatusCode.NotFound, "intake.application-unknown");
        Assert.Empty(await EveryColumn.WithAsync(intake.ConnectionString, candidate.ApplicationId.ToString()));
        Assert.Equal([(outcome, 1)], await RemovedAsync(scene));
        var told = await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == candidate.ApplicationId && e.DisplayName == "Verwijderd account");
        Assert.Equal(outcome, told.Status.ToString(), ignoreCase: true);
    }

    [Fact]
    public async Task R49_With_consent_it_is_kept_a_year_and_no_longer_than_the_consent()
    {
        var scene = await Scene.OpenAsync(intake);
        var (kept, takenBack, over) = (await RejectedAsync(scene), await RejectedAsync(scene), await RejectedAsync(scene));
        foreach (var candidate in (Candidate[])[kept, takenBack, over])
        {
            Assert.Equal("2026-09-12", (await ConsentAsync(candidate, true)).Text("keptUntil"));
        }

        var without = await ConsentAsync(takenBack, false);
        Assert.Equal(("2025-10-10", null), (without.Text("keptUntil"), without.Text("retentionConsentAt")));
        await AgeAsync(kept, 365);
        await AgeAsync(takenBack, Weeks + 1);
        await AgeAsync(over, 366);

        await PassAsync();

        await kept.ReadAsync();
        await takenBack.Client.FetchAsync(takenBack.Path).RefusedAsync(HttpStatusCode.NotFound, "intake.application-unknown");
        await over.Client.FetchAsync(over.Path).RefusedAsync(HttpStatusCode.NotFound, "intake.application-unknown");
        var history = await kept.Client.FetchAsync($"{kept.Path}/history").OkAsync();
        Assert.Equal("retentionAgreed", history.Each("items", "what").Last());
    }

    [Fact]
    public async Task Consent_that_was_given_before_changes_nothing_and_of_a_draft_it_is_not_asked()
    {
        var scene = await Scene.OpenAsync(intake);
        var (candidate, draft) = (await scene.SubmittedAsync(), await scene.DraftAsync());

        var once = await ConsentAsync(candidate, true);
        var again = await ConsentAsync(candidate, true);

        Assert.Equal(once.Number("version"), again.Number("version"));
        await draft.Client.PutAsync($"{draft.Path}/retention-consent", new { given = true }).RefusedAsync(HttpStatusCode.Conflict, "intake.not-submitted");
    }

    [Fact]
    public async Task R49_A_draft_that_nobody_touches_is_removed_after_half_a_year()
    {
        var scene = await Scene.OpenAsync(intake);
        var (draft, touched) = (await scene.DraftAsync(), await scene.DraftAsync());
        Assert.Equal("2026-03-14", (await draft.ReadAsync()).Text("keptUntil"));
        await AgeAsync(draft, 184);
        await AgeAsync(touched, 184);
        await touched.Client.PutAsync(touched.Path, Changed()).OkAsync();

        await PassAsync();

        await draft.Client.FetchAsync(draft.Path).RefusedAsync(HttpStatusCode.NotFound, "intake.application-unknown");
        await touched.ReadAsync();
        Assert.Equal([("draft", 1)], await RemovedAsync(scene));
    }

    [Fact]
    public async Task R49_Whoever_still_waits_is_unsuccessful_once_the_edition_has_begun_and_others_are_told_that_it_is_over()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        var admitted = await scene.AdmittedAsync();
        var (waiting, undecided, late) = (await scene.InterviewedAsync(), await scene.InterviewedAsync(), await scene.SubmittedAsync());
        await waiting.DecideAsync(scene.Manager, "waitList").OkAsync();
        await AgeAsync(waiting, 100);
        await AgeAsync(undecided, 100);
        Assert.Equal("2026-11-23", (await waiting.ReadAsync()).Text("keptUntil"));
        await PassAsync();
        await waiting.ReadAsync();

        await scene.ChangeAsync(edition => edition with { StartsOn = PartialDate.Of(new DateOnly(2025, 8, 14)) });
        await PassAsync();

        await waiting.Client.FetchAsync(waiting.Path).RefusedAsync(HttpStatusCode.NotFound, "intake.application-unknown");
        await undecided.Client.FetchAsync(undecided.Path).RefusedAsync(HttpStatusCode.NotFound, "intake.application-unknown");
        // What happened to it after the beginning counts.
        Assert.Equal("2025-10-10", (await late.ReadAsync()).Text("keptUntil"));
        await admitted.ReadAsync();
        Assert.Equal([("interviewed", 1), ("waitListed", 1)], await RemovedAsync(scene));
        Assert.Equal(ApplicationStatus.Withdrawn, (await intake.Events.PublishedAsync<ApplicationWithdrawn>(e => e.ApplicationId == waiting.ApplicationId)).Status);
    }

    [Fact]
    public async Task R49_The_texts_and_judgements_of_who_was_admitted_are_removed_half_a_year_after_the_edition_and_the_place_stays_taken()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        var planted = await PlantedCandidate.AdmittedAsync(scene);
        var candidate = planted.Candidate;
        Assert.Equal("2027-12-30", (await candidate.ReadAsync()).Text("keptUntil"));
        await scene.ChangeAsync(edition => edition with { EndsOn = PartialDate.Of(new DateOnly(2025, 3, 13)) });
        await PassAsync();
        Assert.NotNull((await candidate.ReadAsync()).Text("motivation"));

        await scene.ChangeAsync(edition => edition with { EndsOn = PartialDate.Of(new DateOnly(2025, 3, 12)) });
        await PassAsync();

        var detail = await candidate.ReadAsync();
        Assert.Equal(("admitted", "", null, null), (detail.Text("status"), detail.Text("decision.reason"), detail.Text("keptUntil"), detail.Text("judgement")));
        Assert.NotNull(detail.Text("textsRemovedAt"));
        string[] texts = ["challenge", "cognitive", "personal", "motivation", "capacities", "needs", "replaced", "judged", "reason"];
        Assert.Empty(await EveryColumn.WithAsync(intake.ConnectionString, planted.Phrases.Where(phrase => texts.Any(text => phrase.Split('-', 2)[1].Contains(text, StringComparison.Ordinal)))));
        var history = await candidate.Client.FetchAsync($"{candidate.Path}/history").OkAsync();
        Assert.Contains("admitted", history.Each("items", "what"));
        Assert.Equal(1, (await scene.Manager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/terms").OkAsync()).Number("placesTaken"));
    }

    [Fact]
    public async Task R49_Who_went_over_to_a_later_edition_keeps_the_texts_until_that_one_is_over()
    {
        var (scene, later) = (await Scene.OpenAsync(intake), await Scene.OpenAsync(intake));
        var (stayed, transferred) = (await scene.AdmittedAsync(), await scene.AdmittedAsync());
        await intake.HandledAsync(Some.Participation(later.Edition.EditionId, transferred.PersonId) with { ApplicationId = transferred.ApplicationId });
        await scene.ChangeAsync(edition => edition with { EndsOn = PartialDate.Of(new DateOnly(2025, 1, 1)) });

        await PassAsync();

        Assert.NotNull((await stayed.ReadAsync()).Text("textsRemovedAt"));
        Assert.Equal((null, "2027-12-30"), ((await transferred.ReadAsync()).Text("textsRemovedAt"), (await transferred.ReadAsync()).Text("keptUntil")));
    }

    [Fact]
    public async Task R49_Several_passes_at_once_and_again_remove_each_application_once()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidates = new List<Candidate>();
        for (var i = 0; i < 6; i++)
        {
            var candidate = await scene.SubmittedAsync();
            await candidate.WithdrawAsync().OkAsync();
            await AgeAsync(candidate, Weeks + 1);
            candidates.Add(candidate);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PassAsync()));
        // What one of them had locked when another came by is that one's.
        await PassAsync();
        await PassAsync();

        Assert.Equal([("withdrawn", candidates.Count)], await RemovedAsync(scene));
        foreach (var candidate in candidates)
        {
            await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == candidate.ApplicationId && e.DisplayName == "Verwijderd account");
            Assert.Single(intake.Events.Seen, e => e is ApplicationChanged { DisplayName: "Verwijderd account" } state && state.ApplicationId == candidate.ApplicationId);
        }
    }

    [Fact]
    public async Task Whoever_came_back_at_the_moment_of_an_erasure_is_erased_by_the_next_pass()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        await intake.InDatabase<IntakeDbContext, int>(db => db.Database.ExecuteSqlAsync($"INSERT INTO erased_people (person_id) VALUES ({candidate.PersonId})"));

        await PassAsync();

        await candidate.Client.FetchAsync(candidate.Path).RefusedAsync(HttpStatusCode.NotFound, "intake.application-unknown");
    }

    private static object Changed() => new { motivation = "Anders." };

    private static async Task<Candidate> RejectedAsync(Scene scene)
    {
        var candidate = await scene.InterviewedAsync();
        await candidate.DecideAsync(scene.Manager, "reject").OkAsync();
        return candidate;
    }

    private static Task<System.Text.Json.Nodes.JsonNode> ConsentAsync(Candidate candidate, bool given) => candidate.Client.PutAsync($"{candidate.Path}/retention-consent", new { given }).OkAsync();

    private static async Task<List<(string, int)>> RemovedAsync(Scene scene) =>
        [.. (await scene.Manager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/removed-applications").OkAsync()).AsArray().Select(row => (row!.Text("outcome")!, row!.Number("count")))];

    private Task<int> PassAsync() => intake.InScope(services => services.GetRequiredService<RetentionPass>().RunOnceAsync(TestContext.Current.CancellationToken));

    private Task<int> AgeAsync(Candidate candidate, int days) => intake.InDatabase<IntakeDbContext, int>(db => db.Database.ExecuteSqlAsync(
        $"""
        UPDATE applications SET closed_at = closed_at - make_interval(days => {days}), changed_at = changed_at - make_interval(days => {days}), awaits_since = awaits_since - make_interval(days => {days})
        WHERE id = {candidate.ApplicationId}
        """));
}
