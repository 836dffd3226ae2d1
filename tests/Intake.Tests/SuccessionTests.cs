using System.Net;
using Metropool.Contracts.Intake;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>Until a day per edition an employer names a successor for its candidate who withdrew, before the waiting list.</summary>
public sealed class SuccessionTests(IntakeFixture intake)
{
    [Fact]
    public async Task The_place_of_who_withdraws_is_held_for_the_employer_and_not_offered_to_the_waiting_list()
    {
        var (scene, withdrawn, waiting) = await HeldAsync();

        Assert.Null(await waiting.OfferAsync());
        var terms = await scene.TermsAsync();
        Assert.Equal((1, 0, 1, "2025-10-31"), (terms.Number("placesTaken"), terms.Number("placesOffered"), terms.Number("placesHeld"), terms.Text("successorsUntil")));
        var held = Assert.Single((await scene.Employer.FetchAsync("/intake/v1/successions?state=held").OkAsync()).At("items")!.AsArray());
        // Fourteen days, until the end of the day in Amsterdam.
        Assert.Equal(("Deelnemer van Voorbeeld", "2025-09-26T22:00:00Z"), (held!.Text("withdrawn"), held!.Text("nameUntil")));
        Assert.Equal(["withdrawn", "placeHeld"], (await withdrawn.HistoryAsync()).TakeLast(2));
        var told = await intake.Events.PublishedAsync<EmployerNotified>(e => e.OrganisationId == scene.EmployerId && e.Subject.StartsWith("Opvolger", StringComparison.Ordinal));
        Assert.Contains("26 september 2025", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R10_A_successor_is_interviewed_and_decided_on_as_everybody_is_and_has_the_place_before_the_waiting_list()
    {
        var (scene, withdrawn, waiting) = await HeldAsync();
        var successor = await NamedAsync(scene);
        Assert.Equal(("draft", true, "2025-09-26T22:00:00Z"), await StandingAsync(successor));
        await HandInAsync(successor);

        await successor.DecideAsync(scene.Manager, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.interview-not-held");
        await successor.BookAsync();
        await successor.HeldAsync(scene.Dean).OkAsync();
        await successor.DecideAsync(scene.Manager, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.judgement-incomplete");
        await successor.JudgeAsync(scene.Manager).OkAsync();
        await successor.ConfirmAsync(scene.Dean).OkAsync();
        await successor.DecideAsync(scene.Manager, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.employer-agreement-missing");
        await successor.AgreedAsync();
        // Nobody else has the place meanwhile.
        await waiting.DecideAsync(scene.Manager, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.not-first-on-waiting-list");
        Assert.Equal("admitted", (await successor.DecideAsync(scene.Manager, "admit").OkAsync()).Text("status"));

        Assert.Equal(["filled"], (await scene.HeldPlacesAsync()).Select(place => place.Text("state")));
        Assert.Equal("placeFilled", (await withdrawn.HistoryAsync()).Last());
        var terms = await scene.TermsAsync();
        Assert.Equal((1, 0, 1), (terms.Number("placesTaken"), terms.Number("placesHeld"), terms.Number("waitListed")));
        Assert.Null(await waiting.OfferAsync());
    }

    [Fact]
    public async Task Of_somebody_on_the_waiting_list_who_is_named_the_place_is_theirs_before_who_comes_first()
    {
        var (scene, _, first) = await HeldAsync();
        var second = await scene.WaitingAsync();
        await NamedAsync(scene, second.PersonId);

        await first.DecideAsync(scene.Manager, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.not-first-on-waiting-list");
        Assert.Equal("admitted", (await second.DecideAsync(scene.Manager, "admit").OkAsync()).Text("status"));

        Assert.Null(await first.OfferAsync());
    }

    [Theory]
    [InlineData("waiver")]
    [InlineData("release")]
    [InlineData("nobodyNamed")]
    [InlineData("notHandedIn")]
    [InlineData("rejected")]
    [InlineData("withdrawn")]
    [InlineData("anotherEmployer")]
    public async Task A_place_that_is_not_held_any_longer_goes_to_the_waiting_list(string way)
    {
        var (scene, withdrawn, waiting) = await HeldAsync();
        var id = (await scene.HeldPlacesAsync())[0].Id();
        switch (way)
        {
            case "waiver":
                await scene.Employer.PostAsync($"/intake/v1/successions/{id}/waiver").DoneAsync();
                break;
            case "release":
                await HandInAsync(await NamedAsync(scene));
                await scene.Manager.PostAsync($"{HeldPath(scene)}/{id}/release", new { reason = "De groep begint morgen." }).DoneAsync();
                break;
            case "nobodyNamed":
                await OverAsync(id);
                break;
            case "notHandedIn":
                await NamedAsync(scene);
                await intake.ExecuteAsync($"UPDATE nominations SET expires_at = {IntakeFixture.Now} WHERE succession_id = {id}");
                await OverAsync(id);
                break;
            case "rejected":
                var rejected = await NamedAsync(scene);
                await HandInAsync(rejected);
                await OverAsync(id);
                Assert.Null(await waiting.OfferAsync());
                await rejected.DecideAsync(scene.Dean, "reject").OkAsync();
                break;
            case "withdrawn":
                var successor = await NamedAsync(scene);
                await HandInAsync(successor);
                await OverAsync(id);
                Assert.Null(await waiting.OfferAsync());
                await successor.WithdrawAsync().OkAsync();
                break;
            default:
                var moving = await NamedAsync(scene);
                await HandInAsync(moving);
                await moving.Client.PostAsync($"{moving.Path}/employers", new { name = "Andere gemeente", from = "2025-09-01" }).OkAsync();
                await OverAsync(id);
                break;
        }

        Assert.Equal("open", await waiting.OfferAsync());
        Assert.Equal(["released"], (await scene.HeldPlacesAsync()).Select(place => place.Text("state")));
        Assert.Equal("placeReleased", (await withdrawn.HistoryAsync()).Last());
        Assert.Equal((1, 0), ((await scene.TermsAsync()).Number("placesTaken"), (await scene.TermsAsync()).Number("placesHeld")));
        await scene.NominateAsync(Address(), id).RefusedAsync(HttpStatusCode.Conflict, "intake.place-not-held");
    }

    [Fact]
    public async Task A_release_says_who_did_it_and_why_in_the_history()
    {
        var (scene, withdrawn, _) = await HeldAsync();
        var id = (await scene.HeldPlacesAsync())[0].Id();

        await scene.Manager.PostAsync($"{HeldPath(scene)}/{id}/release", new { reason = "De groep begint morgen." }).DoneAsync();

        var last = (await withdrawn.Client.FetchAsync($"{withdrawn.Path}/history").OkAsync()).At("items")!.AsArray()[^1]!;
        Assert.Equal(("programmeManager", "De groep begint morgen."), (last.Text("by.part"), last.Text("reason")));
        await scene.Manager.PostAsync($"{HeldPath(scene)}/{id}/release", new { reason = "Nog eens." }).RefusedAsync(HttpStatusCode.Conflict, "intake.place-not-held");
        await scene.Manager.PostAsync($"{HeldPath(scene)}/{Some.Id()}/release", new { reason = "Geen." }).RefusedAsync(HttpStatusCode.NotFound, "intake.succession-unknown");
    }

    [Fact]
    public async Task One_is_named_at_a_time_and_another_once_the_first_declines()
    {
        var (scene, _, waiting) = await HeldAsync();
        var (id, email) = ((await scene.HeldPlacesAsync())[0].Id(), Address());
        await scene.NominateAsync(email, id).OkAsync();
        await scene.NominateAsync(Address(), id).RefusedAsync(HttpStatusCode.Conflict, "intake.successor-named");

        await intake.ClientFor(TestCaller.Person(Some.Id())).PostAsync("/intake/v1/nominations/refusal", new { code = (await intake.LinkMailedAsync(email)).Code() }).DoneAsync();

        await HandInAsync(await NamedAsync(scene));
        await scene.Employer.PostAsync($"/intake/v1/successions/{id}/waiver").RefusedAsync(HttpStatusCode.Conflict, "intake.successor-accepted");
        Assert.Null(await waiting.OfferAsync());
    }

    [Fact]
    public async Task Who_has_a_place_or_is_held_or_offered_one_takes_no_other()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.SetTermsAsync(3, successorsUntil: "2025-10-31");
        var (admitted, one, two) = (await scene.AdmittedAsync(), await scene.AdmittedAsync(), await scene.AdmittedAsync());
        await one.WithdrawAsync().OkAsync();
        await two.WithdrawAsync().OkAsync();
        var held = await scene.HeldPlacesAsync();
        var (first, second) = (Address(), Address());
        await scene.NominateAsync(first, held[0].Id()).OkAsync();
        await scene.NominateAsync(second, held[1].Id()).OkAsync();
        var code = (await intake.LinkMailedAsync(first)).Code();

        await admitted.Client.PostAsync("/intake/v1/nominations/acceptance", new { code }).RefusedAsync(HttpStatusCode.Conflict, "intake.place-already");
        var successor = await scene.TakeUpAsync(first);
        code = (await intake.LinkMailedAsync(second)).Code();
        await successor.Client.PostAsync("/intake/v1/nominations/acceptance", new { code }).RefusedAsync(HttpStatusCode.Conflict, "intake.place-already");

        // The code is still good for somebody else.
        await scene.TakeUpAsync(second);
        await intake.OfferPassAsync();
        Assert.Equal(["held", "held"], (await scene.HeldPlacesAsync()).Select(place => place.Text("state")));
    }

    [Fact]
    public async Task Who_left_the_employer_and_comes_back_has_no_place_that_another_was_named_for()
    {
        var (scene, _, _) = await HeldAsync();
        var id = (await scene.HeldPlacesAsync())[0].Id();
        var left = await NamedAsync(scene);
        await left.Client.PutAsync(left.Path, new { motivation = "Anders.", employer = new { name = "Andere gemeente", from = "2020-01-01" } }).OkAsync();
        var email = Address();
        await scene.NominateAsync(email, id).OkAsync();

        await HandInAsync(left);
        var successor = await scene.TakeUpAsync(email);

        Assert.Equal((false, true), ((await left.ReadAsync()).At("nomination.placeHeld")!.GetValue<bool>(), (await successor.ReadAsync()).At("nomination.placeHeld")!.GetValue<bool>()));
    }

    [Fact]
    public async Task Another_employer_names_nobody_for_it()
    {
        var (scene, _, _) = await HeldAsync();
        var (id, other) = ((await scene.HeldPlacesAsync())[0].Id(), await Scene.OpenAsync(intake));

        await scene.NominateAsync(Address(), id, by: other.Employer).RefusedAsync(HttpStatusCode.NotFound, "intake.succession-unknown");
        await other.NominateAsync(Address(), id).RefusedAsync(HttpStatusCode.NotFound, "intake.succession-unknown");
        await other.Employer.PostAsync($"/intake/v1/successions/{id}/waiver").RefusedAsync(HttpStatusCode.NotFound, "intake.succession-unknown");
        Assert.Empty((await other.Employer.FetchAsync("/intake/v1/successions").OkAsync()).At("items")!.AsArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2025-09-11")]
    public async Task Without_a_day_or_after_it_the_place_goes_to_the_waiting_list(string? until)
    {
        var (scene, _, waiting) = await HeldAsync(until);

        Assert.Equal("open", await waiting.OfferAsync());
        Assert.Empty(await scene.HeldPlacesAsync());
    }

    [Fact]
    public async Task It_is_never_held_longer_than_until_the_day_of_the_edition()
    {
        var (scene, _, _) = await HeldAsync("2025-09-12");

        Assert.Equal("2025-09-12T22:00:00Z", (await scene.HeldPlacesAsync())[0].Text("nameUntil"));
    }

    [Fact]
    public async Task Who_had_no_place_leaves_none_to_hold()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.SetTermsAsync(1, successorsUntil: "2025-10-31");
        await (await scene.InterviewedAsync()).WithdrawAsync().OkAsync();

        Assert.Empty(await scene.HeldPlacesAsync());
    }

    [Fact]
    public async Task A_place_that_is_held_counts_for_the_capacity()
    {
        var (scene, _, _) = await HeldAsync();
        var newcomer = await scene.InterviewedAsync();

        Assert.Equal("waitListed", (await newcomer.DecideAsync(scene.Dean, "admit").OkAsync()).Text("status"));
        await scene.SetTermsAsync(2, successorsUntil: "2025-10-31");
        await scene.Manager.PutAsync($"/intake/v1/editions/{scene.Edition.EditionId}/terms", new { capacity = 1, minimumGroup = 1, hotelIncluded = true, vat = "exempt", cancellation = Array.Empty<object>() })
            .RefusedAsync(HttpStatusCode.Conflict, "intake.capacity-below-places-taken");
    }

    [Fact]
    public async Task Cancelled_with_its_edition_nothing_is_held()
    {
        var (scene, _, waiting) = await HeldAsync();

        await scene.CancelAsync();

        Assert.Equal(["released"], (await scene.HeldPlacesAsync()).Select(place => place.Text("state")));
        Assert.Null(await waiting.OfferAsync());
    }

    [Fact]
    public async Task R15_Of_many_withdrawals_successors_and_decisions_at_once_the_capacity_is_never_exceeded()
    {
        const int Capacity = 6;
        var scene = await Scene.OpenAsync(intake);
        await scene.SetTermsAsync(Capacity, successorsUntil: "2025-10-31");
        var admitted = await scene.CrowdAsync(intake, Capacity);
        await Task.WhenAll(admitted.Select(candidate => candidate.DecideAsync(scene.Dean, "admit").OkAsync()));
        var newcomers = await scene.CrowdAsync(intake, 8);

        await Task.WhenAll([.. admitted.Take(4).Select(candidate => candidate.WithdrawAsync().OkAsync()), .. newcomers.Select(candidate => candidate.DecideAsync(scene.Manager, "admit").OkAsync())]);
        var held = await scene.HeldPlacesAsync();
        var stillWaiting = await Task.WhenAll(newcomers.Select(async candidate => (candidate, Status: (await candidate.ReadAsync()).Text("status"))));
        Assert.All(stillWaiting, candidate => Assert.Equal("waitListed", candidate.Status));
        await NamedAsync(scene, newcomers[5].PersonId);
        await Task.WhenAll(
        [
            .. held.Skip(1).Where((_, index) => index % 2 == 0).Select(place => scene.Employer.PostAsync($"/intake/v1/successions/{place.Id()}/waiver").DoneAsync()),
            newcomers[5].DecideAsync(scene.Dean, "admit").OkAsync(),
        ]);

        var terms = await scene.TermsAsync();
        Assert.Equal(Capacity, terms.Number("placesTaken"));
        Assert.Equal(Capacity - 4 + 1, await intake.InDatabase<IntakeDbContext, int>(db => db.Applications.CountAsync(a => a.EditionId == scene.Edition.EditionId && a.Status == ApplicationStatus.Admitted)));
        Assert.Equal(held.Count - 1, terms.Number("placesHeld") + terms.Number("placesOffered"));
    }

    /// <summary>An edition with one place, that somebody had who withdrew, and somebody who waits for it.</summary>
    private async Task<(Scene Scene, Candidate Withdrawn, Candidate Waiting)> HeldAsync(string? until = "2025-10-31")
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.SetTermsAsync(1, successorsUntil: until);
        var admitted = await scene.AdmittedAsync();
        var waiting = await scene.WaitingAsync();
        await admitted.WithdrawAsync().OkAsync();
        return (scene, admitted, waiting);
    }

    /// <summary>Somebody whom the employer names for the first place that is held, and who takes it up.</summary>
    private static async Task<Candidate> NamedAsync(Scene scene, Guid? personId = null)
    {
        var email = Address();
        await scene.NominateAsync(email, (await scene.HeldPlacesAsync())[0].Id()).OkAsync();
        return await scene.TakeUpAsync(email, personId);
    }

    private static async Task HandInAsync(Candidate candidate)
    {
        var content = Candidate.Complete(candidate.Scene.Edition.EditionId, candidate.Scene.EmployerId);
        content.Remove("editionId");
        await candidate.Client.PutAsync(candidate.Path, content).OkAsync();
        await candidate.SubmitAsync().OkAsync();
    }

    private static async Task<(string?, bool, string?)> StandingAsync(Candidate candidate)
    {
        var read = await candidate.ReadAsync();
        return (read.Text("status"), read.At("nomination.placeHeld")!.GetValue<bool>(), read.Text("nomination.handInUntil"));
    }

    /// <summary>The time to name a successor is over, and a pass comes by.</summary>
    private async Task OverAsync(Guid id)
    {
        await intake.ExecuteAsync($"UPDATE successions SET name_until = {IntakeFixture.Now} WHERE id = {id}");
        await intake.OfferPassAsync();
    }

    private static string HeldPath(Scene scene) => $"/intake/v1/editions/{scene.Edition.EditionId}/held-places";

    private static string Address() => $"{Guid.NewGuid():N}@voorbeeldgemeente.example";
}
