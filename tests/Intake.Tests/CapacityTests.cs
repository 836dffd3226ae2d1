using System.Net;
using Metropool.Intake.Applications;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>R15 under load.</summary>
public sealed class CapacityTests(IntakeFixture intake)
{
    private const int Places = 20;
    private const int Free = 5;

    [Fact]
    public async Task R15_Of_two_hundred_admissions_at_once_for_the_last_five_places_exactly_five_are_made()
    {
        var scene = await Scene.OpenAsync(intake, capacity: Places);
        var admitted = await scene.CrowdAsync(intake, Places - Free);
        await Task.WhenAll(admitted.Select(candidate => candidate.DecideAsync(scene.Dean, "admit").OkAsync()));
        var candidates = await scene.CrowdAsync(intake, 200);

        var decisions = await Task.WhenAll(candidates.Select((candidate, index) =>
            candidate.DecideAsync(index % 2 == 0 ? scene.Dean : scene.Manager, "admit").OkAsync()));

        var outcomes = candidates.Zip(decisions, (candidate, decision) => (candidate.ApplicationId, Status: decision.Text("status"), Position: decision.At("waitListPosition")?.GetValue<int>())).ToList();
        Assert.Equal(Free, outcomes.Count(outcome => outcome.Status == "admitted"));
        Assert.Equal(200 - Free, outcomes.Count(outcome => outcome.Status == "waitListed"));

        // The history says in which order they were decided: the first five were admitted, the others wait in that order.
        var order = await DecidedAsync(scene);
        Assert.All(order.Skip(Places - Free).Take(Free), entry => Assert.Equal(HistoryKind.Admitted, entry.What));
        var waiting = await scene.Manager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/waiting-list").OkAsync();
        Assert.Equal(order.Skip(Places).Select(entry => entry.ApplicationId), waiting.AsArray().Select(line => line!.Id("applicationId")));
        Assert.Equal(Enumerable.Range(1, 200 - Free), waiting.AsArray().Select(line => line!.Number("position")));
        // Nobody was told another place than the one that they have: none of them moved.
        Assert.All(waiting.AsArray(), line => Assert.Equal(line!.Number("position"), outcomes.Single(outcome => outcome.ApplicationId == line!.Id("applicationId")).Position));
    }

    [Fact]
    public async Task R15_The_capacity_is_not_lowered_below_the_places_that_are_given_out_at_the_same_moment()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 10);
        var candidates = await scene.CrowdAsync(intake, 10);
        StoredAnswerHandler.ExpectOthersToChange();

        var admitting = candidates.Select(candidate => candidate.DecideAsync(scene.Dean, "admit").OkAsync()).ToList();
        using var lowering = await scene.Manager.PutAsync(
            $"/intake/v1/editions/{scene.Edition.EditionId}/terms",
            new { capacity = 4, minimumGroup = 1, hotelIncluded = true, vat = "exempt", cancellation = Array.Empty<object>() });
        var decisions = await Task.WhenAll(admitting);

        var terms = await scene.Manager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/terms").OkAsync();
        Assert.True(terms.Number("placesTaken") <= terms.Number("capacity"), terms.ToJsonString());
        Assert.Equal(lowering.StatusCode == HttpStatusCode.OK ? 4 : 10, decisions.Count(decision => decision.Text("status") == "admitted"));
    }

    private Task<List<HistoryEntry>> DecidedAsync(Scene scene) => intake.InDatabase<IntakeDbContext, List<HistoryEntry>>(db => db.History.AsNoTracking()
        .Where(entry => db.Applications.Any(a => a.Id == entry.ApplicationId && a.EditionId == scene.Edition.EditionId)
            && (entry.What == HistoryKind.Admitted || entry.What == HistoryKind.WaitListed))
        .OrderBy(entry => entry.Id)
        .ToListAsync());
}
