using Metropool.Intake.Applications;
using Metropool.Intake.Offers;

namespace Metropool.Intake.Tests;

/// <summary>Successors, whom the employer nominates for a held place.</summary>
public sealed class SuccessionTests(IntakeFixture intake)
{
    [Fact]
    public async Task R10_A_successor_needs_an_interview_and_gets_the_place_before_the_waiting_list()
    {
        var (scenario, withdrawn, waiting) = await Scenario.WithHeldPlaceAsync(intake);
        var successor = await scenario.SuccessorAsync();
        var draft = await successor.ReadAsync();
        Assert.Equal(
            ("draft", true, "2025-09-26T22:00:00Z"), (draft.Text("status"), draft.Flag("nomination.placeHeld"), draft.Text("nomination.submitUntil")));
        await successor.CompleteAsync();

        await successor.DecideAsync(scenario.Manager, "admit").RefusedAsync(Conflict, "intake.interview-not-held");
        await successor.BookAsync();
        await successor.RecordHeldAsync(scenario.Dean).OkAsync();
        await successor.DecideAsync(scenario.Manager, "admit").RefusedAsync(Conflict, "intake.criteria-not-judged");
        await successor.JudgeAsync(scenario.Manager).OkAsync();
        await successor.ConfirmAsync(scenario.Dean).OkAsync();
        await successor.DecideAsync(scenario.Manager, "admit").RefusedAsync(Conflict, "intake.employer-agreement-missing");
        await successor.AgreedAsync();
        // The place stays reserved.
        await waiting.DecideAsync(scenario.Manager, "admit").RefusedAsync(Conflict, "intake.not-first-on-waiting-list");
        Assert.Equal("admitted", (await successor.DecideAsync(scenario.Manager, "admit").OkAsync()).Text("status"));

        Assert.Equal(["filled"], await scenario.HeldPlaceStatesAsync());
        Assert.Equal("placeFilled", (await withdrawn.HistoryKindsAsync()).Last());
        var terms = await scenario.TermsAsync();
        Assert.Equal((1, 0, 1), (terms.Number("placesTaken"), terms.Number("placesHeld"), terms.Number("waitListed")));
        Assert.Null(await waiting.OfferAsync());
    }

    [Fact]
    public async Task A_successor_from_the_waiting_list_gets_the_held_place_before_the_first_on_the_list()
    {
        var (scenario, _, first) = await Scenario.WithHeldPlaceAsync(intake);
        var second = await scenario.WaitListedAsync();
        await scenario.SuccessorAsync(second.PersonId);

        await first.DecideAsync(scenario.Manager, "admit").RefusedAsync(Conflict, "intake.not-first-on-waiting-list");
        Assert.Equal("admitted", (await second.DecideAsync(scenario.Manager, "admit").OkAsync()).Text("status"));

        Assert.Null(await first.OfferAsync());
    }

    [Fact]
    public async Task A_second_successor_can_be_named_after_the_first_declines()
    {
        var (scenario, _, waiting) = await Scenario.WithHeldPlaceAsync(intake);
        var (id, email) = (await scenario.HeldPlaceIdAsync(), Mailbox.NewAddress());
        await scenario.NominateAsync(email, id).OkAsync();
        await scenario.NominateAsync(Mailbox.NewAddress(), id).RefusedAsync(Conflict, "intake.successor-named");

        await scenario.DeclineNominationAsync(email);

        await scenario.SubmittedSuccessorAsync();
        await scenario.WaiveAsync(id).RefusedAsync(Conflict, "intake.successor-accepted");
        Assert.Null(await waiting.OfferAsync());
    }

    [Fact]
    public async Task A_candidate_with_a_place_cannot_accept_another()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.SetTermsAsync(3, successorsUntil: "2025-10-31");
        var (admitted, one, two) = (await scenario.AdmittedAsync(), await scenario.AdmittedAsync(), await scenario.AdmittedAsync());
        await one.WithdrawAsync().OkAsync();
        await two.WithdrawAsync().OkAsync();
        var held = await scenario.HeldPlacesAsync();
        var (first, second) = (Mailbox.NewAddress(), Mailbox.NewAddress());
        await scenario.NominateAsync(first, held[0].Id()).OkAsync();
        await scenario.NominateAsync(second, held[1].Id()).OkAsync();
        var code = await intake.CodeMailedAsync(first);

        await admitted.Client.PostAsync("/intake/v1/nominations/acceptance", new { code }).RefusedAsync(Conflict, "intake.already-has-place");
        var successor = await scenario.AcceptNominationAsync(first);
        code = await intake.CodeMailedAsync(second);
        await successor.Client.PostAsync("/intake/v1/nominations/acceptance", new { code }).RefusedAsync(Conflict, "intake.already-has-place");

        // Another person can still use the code.
        await scenario.AcceptNominationAsync(second);
        await intake.RunAsync<OfferExpiryJob>();
        Assert.Equal(["held", "held"], await scenario.HeldPlaceStatesAsync());
    }

    [Fact]
    public async Task A_successor_who_returns_to_the_employer_gets_no_place_held_for_another()
    {
        var (scenario, _, _) = await Scenario.WithHeldPlaceAsync(intake);
        var id = await scenario.HeldPlaceIdAsync();
        var left = await scenario.SuccessorAsync();
        await left.ReplaceAsync(new { motivation = "Anders.", employer = new { name = "Andere gemeente", from = "2020-01-01" } }).OkAsync();
        var email = Mailbox.NewAddress();
        await scenario.NominateAsync(email, id).OkAsync();

        await left.CompleteAsync();
        var successor = await scenario.AcceptNominationAsync(email);

        Assert.False((await left.ReadAsync()).Flag("nomination.placeHeld"));
        Assert.True((await successor.ReadAsync()).Flag("nomination.placeHeld"));
    }

    [Fact]
    public async Task R15_Withdrawals_successors_and_decisions_at_once_keep_the_capacity()
    {
        const int Capacity = 6;
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.SetTermsAsync(Capacity, successorsUntil: "2025-10-31");
        var admitted = await scenario.AdmittedAsync(Capacity);
        var newcomers = await scenario.InterviewedAsync(8);

        await Task.WhenAll(
        [
            .. admitted.Take(4).Select(candidate => candidate.WithdrawAsync().OkAsync()),
            .. newcomers.Select(candidate => candidate.DecideAsync(scenario.Manager, "admit").OkAsync()),
        ]);
        var held = await scenario.HeldPlacesAsync();
        var waitingList = await scenario.WaitingListAsync();
        Assert.Equal(newcomers.Count, waitingList.Count);
        // The last on the list is the successor: waivers lead to offers to the first ones, which change the versions of their applications.
        var successor = newcomers.Single(candidate => candidate.ApplicationId == waitingList[^1].Id("applicationId"));
        await scenario.SuccessorAsync(successor.PersonId);
        await Task.WhenAll(
        [
            .. held.Skip(1).Where((_, index) => index % 2 == 0).Select(place => scenario.WaiveAsync(place.Id()).NoContentAsync()),
            successor.DecideAsync(scenario.Dean, "admit").OkAsync(),
        ]);

        var terms = await scenario.TermsAsync();
        Assert.Equal(Capacity, terms.Number("placesTaken"));
        Assert.Equal(
            Capacity - 4 + 1, await intake.CountAsync<Application>(a => a.EditionId == scenario.EditionId && a.Status == ApplicationStatus.Admitted));
        Assert.Equal(held.Count - 1, terms.Number("placesHeld") + terms.Number("placesOffered"));
    }
}
