using Metropool.Intake.Applications;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>The capacity of an edition under load (R15).</summary>
public sealed class CapacityTests(IntakeFixture intake)
{
    private const int Places = 20;
    private const int Available = 5;

    [Fact]
    public async Task R15_Two_hundred_admissions_at_once_fill_exactly_the_last_five_places()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: Places);
        await scenario.AdmittedAsync(Places - Available);
        var candidates = await scenario.InterviewedAsync(200);

        var decisions = await Task.WhenAll(candidates.Select((candidate, index) =>
            candidate.DecideAsync(index % 2 == 0 ? scenario.Dean : scenario.Manager, "admit").OkAsync()));

        Assert.Equal(Available, decisions.Count(decision => decision.Text("status") == "admitted"));
        Assert.Equal(200 - Available, decisions.Count(decision => decision.Text("status") == "waitListed"));

        // The history has the order of the decisions: the first five were admitted, and the others are on the waiting list in that order.
        var order = await DecidedAsync(scenario);
        Assert.All(order.Skip(Places - Available).Take(Available), entry => Assert.Equal(HistoryKind.Admitted, entry.What));
        var waiting = await scenario.WaitingListAsync();
        Assert.Equal(order.Skip(Places).Select(entry => entry.ApplicationId), waiting.Select(entry => entry.Id("applicationId")));
        Assert.Equal(Enumerable.Range(1, 200 - Available), waiting.Select(entry => entry.Number("position")));
        // Every answer contained the position on the list.
        var positions = candidates.Zip(decisions).ToDictionary(pair => pair.First.ApplicationId, pair => pair.Second.Text("waitListPosition"));
        Assert.All(waiting, entry => Assert.Equal(entry.Text("position"), positions[entry.Id("applicationId")]));
    }

    [Fact]
    public async Task R15_The_capacity_cannot_be_lowered_below_places_that_are_taken_at_the_same_moment()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 10);
        var candidates = await scenario.InterviewedAsync(10);
        StoredResponseHandler.AllowConcurrentChanges();

        var admitting = candidates.Select(candidate => candidate.DecideAsync(scenario.Dean, "admit").OkAsync()).ToList();
        using var lowering = await scenario.PutTermsAsync(4);
        var decisions = await Task.WhenAll(admitting);

        var terms = await scenario.TermsAsync();
        Assert.True(terms.Number("placesTaken") <= terms.Number("capacity"), terms.ToJsonString());
        Assert.Equal(lowering.StatusCode == OK ? 4 : 10, decisions.Count(decision => decision.Text("status") == "admitted"));
    }

    private Task<List<HistoryEntry>> DecidedAsync(Scenario scenario) => intake.InDatabase(db => db.History.AsNoTracking()
        .Where(entry => db.Applications.Any(a => a.Id == entry.ApplicationId && a.EditionId == scenario.EditionId)
            && (entry.What == HistoryKind.Admitted || entry.What == HistoryKind.WaitListed))
        .OrderBy(entry => entry.Id)
        .ToListAsync());
}
