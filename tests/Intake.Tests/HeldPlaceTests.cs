using Metropool.Intake.Offers;

namespace Metropool.Intake.Tests;

/// <summary>Places that are held for the employer of a candidate who withdrew.</summary>
public sealed class HeldPlaceTests(IntakeFixture intake)
{
    [Fact]
    public async Task The_place_of_a_candidate_who_withdraws_is_held_for_the_employer()
    {
        var (scenario, withdrawn, waiting) = await Scenario.WithHeldPlaceAsync(intake);

        Assert.Null(await waiting.OfferAsync());
        var terms = await scenario.TermsAsync();
        Assert.Equal(
            (1, 0, 1, "2025-10-31"),
            (terms.Number("placesTaken"), terms.Number("placesOffered"), terms.Number("placesHeld"), terms.Text("successorsUntil")));
        var held = Assert.Single(await scenario.Employer.ItemsAsync("/intake/v1/successions?state=held"));
        // Fourteen days, until the end of the day in Amsterdam.
        Assert.Equal(("Deelnemer van Voorbeeld", "2025-09-26T22:00:00Z"), (held.Text("withdrawn"), held.Text("nominateUntil")));
        Assert.Equal(["withdrawn", "placeHeld"], (await withdrawn.HistoryKindsAsync()).TakeLast(2));
        var notification = await intake.EmployerNotifiedAsync(scenario.EmployerId, "Opvolger");
        Assert.Contains("26 september 2025", notification.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("waiver")]
    [InlineData("release")]
    [InlineData("notNominated")]
    [InlineData("notSubmitted")]
    [InlineData("rejected")]
    [InlineData("withdrawn")]
    [InlineData("anotherEmployer")]
    public async Task A_released_place_is_offered_to_the_waiting_list(string end)
    {
        var (scenario, withdrawn, waiting) = await Scenario.WithHeldPlaceAsync(intake);
        var id = await scenario.HeldPlaceIdAsync();
        switch (end)
        {
            case "waiver":
                await scenario.WaiveAsync(id).NoContentAsync();
                break;
            case "release":
                await scenario.SubmittedSuccessorAsync();
                await scenario.ReleaseAsync(id).NoContentAsync();
                break;
            case "notNominated":
                await ExpireAsync(id);
                break;
            case "notSubmitted":
                await scenario.SuccessorAsync();
                await intake.ExecuteAsync($"UPDATE nominations SET expires_at = {IntakeFixture.Now} WHERE succession_id = {id}");
                await ExpireAsync(id);
                break;
            case "anotherEmployer":
                await (await scenario.SubmittedSuccessorAsync()).ChangeEmployerAsync().OkAsync();
                await ExpireAsync(id);
                break;
            default:
                var successor = await scenario.SubmittedSuccessorAsync();
                await ExpireAsync(id);
                Assert.Null(await waiting.OfferAsync());
                await (end == "rejected" ? successor.DecideAsync(scenario.Dean, "reject") : successor.WithdrawAsync()).OkAsync();
                break;
        }

        Assert.Equal("open", await waiting.OfferAsync());
        Assert.Equal(["released"], await scenario.HeldPlaceStatesAsync());
        Assert.Equal("placeReleased", (await withdrawn.HistoryKindsAsync()).Last());
        var terms = await scenario.TermsAsync();
        Assert.Equal((1, 0), (terms.Number("placesTaken"), terms.Number("placesHeld")));
        await scenario.NominateAsync(Mailbox.NewAddress(), id).RefusedAsync(Conflict, "intake.place-not-held");
    }

    [Fact]
    public async Task The_history_shows_person_and_reason_of_a_release()
    {
        var (scenario, withdrawn, _) = await Scenario.WithHeldPlaceAsync(intake);
        var id = await scenario.HeldPlaceIdAsync();

        await scenario.ReleaseAsync(id).NoContentAsync();

        var last = (await withdrawn.HistoryAsync())[^1];
        Assert.Equal(("programmeManager", "De groep begint morgen."), (last.Text("by.role"), last.Text("reason")));
        await scenario.ReleaseAsync(id, "Nog eens.").RefusedAsync(Conflict, "intake.place-not-held");
        await scenario.ReleaseAsync(Some.Id(), "Geen.").RefusedAsync(NotFound, "intake.succession-unknown");
    }

    [Fact]
    public async Task Another_employer_cannot_use_a_held_place()
    {
        var (scenario, _, _) = await Scenario.WithHeldPlaceAsync(intake);
        var (id, other) = (await scenario.HeldPlaceIdAsync(), await Scenario.CreateAsync(intake));

        await scenario.NominateAsync(Mailbox.NewAddress(), id, by: other.Employer).RefusedAsync(NotFound, "intake.succession-unknown");
        await other.NominateAsync(Mailbox.NewAddress(), id).RefusedAsync(NotFound, "intake.succession-unknown");
        await other.WaiveAsync(id).RefusedAsync(NotFound, "intake.succession-unknown");
        Assert.Empty(await other.Employer.ItemsAsync("/intake/v1/successions"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2025-09-11")]
    public async Task No_place_is_held_without_a_deadline_for_successors_or_after_it(string? until)
    {
        var (scenario, _, waiting) = await Scenario.WithHeldPlaceAsync(intake, until);

        Assert.Equal("open", await waiting.OfferAsync());
        Assert.Empty(await scenario.HeldPlacesAsync());
    }

    [Fact]
    public async Task A_place_is_held_until_the_deadline_of_the_edition_at_the_latest()
    {
        var (scenario, _, _) = await Scenario.WithHeldPlaceAsync(intake, "2025-09-12");

        Assert.Equal("2025-09-12T22:00:00Z", (await scenario.HeldPlacesAsync())[0].Text("nominateUntil"));
    }

    [Fact]
    public async Task No_place_is_held_for_a_candidate_without_a_place()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.SetTermsAsync(1, successorsUntil: "2025-10-31");
        await (await scenario.InterviewedAsync()).WithdrawAsync().OkAsync();

        Assert.Empty(await scenario.HeldPlacesAsync());
    }

    [Fact]
    public async Task R15_A_held_place_counts_for_the_capacity()
    {
        var (scenario, _, _) = await Scenario.WithHeldPlaceAsync(intake);
        var newcomer = await scenario.InterviewedAsync();

        Assert.Equal("waitListed", (await newcomer.DecideAsync(scenario.Dean, "admit").OkAsync()).Text("status"));
        await scenario.SetTermsAsync(2, successorsUntil: "2025-10-31");
        await scenario.PutTermsAsync(1).RefusedAsync(Conflict, "intake.capacity-below-places-taken");
    }

    [Fact]
    public async Task Cancelling_an_edition_releases_its_held_places()
    {
        var (scenario, _, waiting) = await Scenario.WithHeldPlaceAsync(intake);

        await scenario.CancelAsync();

        Assert.Equal(["released"], await scenario.HeldPlaceStatesAsync());
        Assert.Null(await waiting.OfferAsync());
    }

    /// <summary>Ends the time to nominate a successor.</summary>
    private async Task ExpireAsync(Guid id)
    {
        await intake.ExecuteAsync($"UPDATE successions SET nominate_until = {IntakeFixture.Now} WHERE id = {id}");
        await intake.RunAsync<OfferExpiryJob>();
    }
}
