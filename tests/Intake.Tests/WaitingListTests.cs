namespace Metropool.Intake.Tests;

/// <summary>The waiting list (R15).</summary>
public sealed class WaitingListTests(IntakeFixture intake)
{
    [Fact]
    public async Task R15_Candidates_beyond_the_capacity_are_wait_listed_in_a_visible_order()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        await scenario.AdmittedAsync();
        var (first, second) = (await scenario.InterviewedAsync(), await scenario.InterviewedAsync());

        var decisions = new[] { await first.DecideAsync(scenario.Dean, "admit").OkAsync(), await second.DecideAsync(scenario.Manager, "admit").OkAsync() };

        Assert.Equal(
            [("waitListed", "intake.capacity-reached", 1), ("waitListed", "intake.capacity-reached", 2)],
            decisions.Select(decision => (decision.Text("status"), decision.Text("waitListedBecause"), decision.Number("waitListPosition"))));
        Assert.Equal(2, (await second.ReadAsync()).Number("waitListPosition"));
        Assert.Equal(
            [(1, first.ApplicationId), (2, second.ApplicationId)],
            (await scenario.WaitingListAsync()).Select(line => (line.Number("position"), line.Id("applicationId"))));
        Assert.Null((await second.PublishedAsync(ApplicationStatus.WaitListed)).Admission);
    }

    [Fact]
    public async Task R15_A_place_that_becomes_available_is_for_the_first_on_the_waiting_list()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        var admitted = await scenario.AdmittedAsync();
        var (first, second, newcomer) = (await scenario.InterviewedAsync(), await scenario.InterviewedAsync(), await scenario.InterviewedAsync());
        await first.DecideAsync(scenario.Dean, "admit").OkAsync();
        await second.DecideAsync(scenario.Dean, "admit").OkAsync();
        await first.DecideAsync(scenario.Dean, "admit").RefusedAsync(Conflict, "intake.capacity-reached");

        await admitted.WithdrawAsync().OkAsync();

        await second.DecideAsync(scenario.Dean, "admit").RefusedAsync(Conflict, "intake.not-first-on-waiting-list");
        Assert.Equal(("waitListed", 3), await OutcomeAsync(newcomer.DecideAsync(scenario.Dean, "admit")));
        Assert.Equal(("admitted", null), await OutcomeAsync(first.DecideAsync(scenario.Dean, "admit")));
        Assert.Equal(1, (await second.ReadAsync()).Number("waitListPosition"));
    }

    [Fact]
    public async Task R15_A_candidate_on_the_waiting_list_does_not_block_available_places()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        var (waits, other) = (await scenario.InterviewedAsync(), await scenario.InterviewedAsync());
        Assert.Equal(("waitListed", 1), await OutcomeAsync(waits.DecideAsync(scenario.Dean, "waitList")));

        Assert.Equal(("admitted", null), await OutcomeAsync(other.DecideAsync(scenario.Dean, "admit")));
        await waits.DecideAsync(scenario.Dean, "waitList").RefusedAsync(Conflict, "intake.already-wait-listed");
    }

    [Fact]
    public async Task R15_Places_are_offered_in_the_order_of_the_waiting_list()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        var (asked, waits, newcomer) = (await scenario.InterviewedAsync(), await scenario.InterviewedAsync(), await scenario.InterviewedAsync());
        Assert.Equal(("waitListed", 1), await OutcomeAsync(asked.DecideAsync(scenario.Dean, "waitList")));
        var admitted = await scenario.AdmittedAsync();
        Assert.Equal(("waitListed", 2), await OutcomeAsync(waits.DecideAsync(scenario.Dean, "admit")));

        await admitted.WithdrawAsync().OkAsync();

        await waits.DecideAsync(scenario.Dean, "admit").RefusedAsync(Conflict, "intake.not-first-on-waiting-list");
        Assert.Equal(("waitListed", 3), await OutcomeAsync(newcomer.DecideAsync(scenario.Dean, "admit")));
        Assert.Equal(("admitted", null), await OutcomeAsync(asked.DecideAsync(scenario.Dean, "admit")));
        Assert.Equal(1, (await waits.ReadAsync()).Number("waitListPosition"));
    }

    [Fact]
    public async Task R15_A_wait_listed_candidate_who_is_admitted_to_a_full_edition_keeps_their_position()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        var (asked, newcomer) = (await scenario.InterviewedAsync(), await scenario.InterviewedAsync());
        await asked.DecideAsync(scenario.Dean, "waitList").OkAsync();
        var admitted = await scenario.AdmittedAsync();
        var before = await WaitingListAsync(scenario);

        var decision = await asked.DecideAsync(scenario.Dean, "admit").OkAsync();

        Assert.Equal(
            ("waitListed", "intake.capacity-reached", 1),
            (decision.Text("status"), decision.Text("waitListedBecause"), decision.Number("waitListPosition")));
        Assert.Equal(before, await WaitingListAsync(scenario));
        await asked.DecideAsync(scenario.Dean, "admit").RefusedAsync(Conflict, "intake.capacity-reached");
        await admitted.WithdrawAsync().OkAsync();
        Assert.Equal(("waitListed", 2), await OutcomeAsync(newcomer.DecideAsync(scenario.Dean, "admit")));
    }

    [Fact]
    public async Task R15_An_ended_or_transferred_participation_takes_no_place()
    {
        var (scenario, later) = (await Scenario.CreateAsync(intake, capacity: 2), await Scenario.CreateAsync(intake, capacity: 1));
        var (ended, transferred) = (await scenario.AdmittedAsync(), await scenario.AdmittedAsync());
        await intake.HandledAsync(ended.Participation(ParticipationStatus.Ended));
        await intake.HandledAsync(transferred.Participation(editionId: later.EditionId));

        Assert.Equal((0, 1), (await scenario.PlacesTakenAsync(), await later.PlacesTakenAsync()));
        var candidate = await later.InterviewedAsync();
        Assert.Equal(("waitListed", 1), await OutcomeAsync(candidate.DecideAsync(later.Dean, "admit")));
    }

    private static async Task<(string? Status, int? Position)> OutcomeAsync(Task<HttpResponseMessage> request)
    {
        var decision = await request.OkAsync();
        return (decision.Text("status"), decision.At("waitListPosition")?.GetValue<int>());
    }

    private static async Task<IEnumerable<string>> WaitingListAsync(Scenario scenario) =>
        (await scenario.WaitingListAsync()).Select(entry => entry.ToJsonString());
}
