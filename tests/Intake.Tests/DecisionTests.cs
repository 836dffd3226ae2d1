using System.Net;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>The decision: R9, R10, R11, R12 and R15.</summary>
public sealed class DecisionTests(IntakeFixture intake)
{
    [Theory]
    [InlineData("admit")]
    [InlineData("waitList")]
    public async Task R10_There_is_no_admission_without_an_interview_that_was_held(string outcome)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.BookedAsync();

        await candidate.DecideAsync(scene.Dean, outcome).RefusedAsync(HttpStatusCode.Conflict, "intake.interview-not-held");
    }

    [Fact]
    public async Task R10_Who_never_comes_to_an_interview_can_be_rejected()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.BookedAsync();
        await candidate.CalendarAsync(candidate.Interview! with { Version = 2, Status = InterviewStatus.Missed });

        await candidate.DecideAsync(scene.Dean, "reject", "Niet verschenen.").OkAsync();

        var told = await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == candidate.ApplicationId && e.Status == ApplicationStatus.Rejected);
        Assert.Null(told.Admission);
    }

    [Fact]
    public async Task R12_There_is_no_decision_without_a_judgement_of_all_three()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.HeldAsync();

        var problem = await candidate.DecideAsync(scene.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.judgement-incomplete");

        Assert.Equal(["learningWishes", "motivation", "capacities"], problem.Each("errors", "where"));
    }

    [Theory]
    [InlineData("admit")]
    [InlineData("waitList")]
    [InlineData("reject")]
    public async Task R11_There_is_no_decision_on_the_judgement_of_one_alone(string outcome)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.JudgedAsync();

        await candidate.DecideAsync(scene.Dean, outcome).RefusedAsync(HttpStatusCode.Conflict, "intake.judgement-not-confirmed");
    }

    [Theory]
    [InlineData("reason", null)]
    [InlineData("reason", "   ")]
    [InlineData("outcome", "perhaps")]
    public async Task A_decision_has_a_known_outcome_and_a_reason(string field, string? value)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.InterviewedAsync();

        var body = new Dictionary<string, string?> { ["outcome"] = "admit", ["reason"] = "Na het gesprek.", [field] = value };
        await scene.Dean.PostAsync($"{candidate.Path}/decision", body).RefusedAsync(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact]
    public async Task A_candidate_is_told_by_mail_that_there_is_a_decision_and_not_which()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.InterviewedAsync();

        await candidate.DecideAsync(scene.Dean, "reject", "Een reden.").OkAsync();

        var told = await intake.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == candidate.PersonId && e.Subject == $"Er is een besluit over je aanmelding voor {scene.Edition.Name}");
        Assert.DoesNotContain("reden.", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_is_made_once()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.AdmittedAsync();

        await candidate.DecideAsync(scene.Dean, "reject").RefusedAsync(HttpStatusCode.Conflict, "intake.already-decided");
    }

    [Fact]
    public async Task Nobody_is_admitted_to_a_cancelled_edition()
    {
        var scene = await Scene.OpenAsync(intake);
        var (candidate, rejected) = (await scene.InterviewedAsync(), await scene.InterviewedAsync());
        await rejected.DecideAsync(scene.Manager, "reject").OkAsync();
        await scene.CancelAsync();

        await candidate.DecideAsync(scene.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.already-decided");
        await scene.Dean.PostAsync($"{rejected.Path}/decision/revision", new { outcome = "admit", reason = "Toch." }).RefusedAsync(HttpStatusCode.Conflict, "intake.edition-not-open");
    }

    [Fact]
    public async Task R9_The_price_is_fixed_at_admission()
    {
        var scene = await Scene.OpenAsync(intake);
        var (early, late) = (await scene.AdmittedAsync(), await scene.InterviewedAsync());

        await scene.SetTermsAsync(25, priceInCents: 2_000_000);
        await scene.ChangeAsync(edition => edition with { StatedPriceInCents = 9_900_000 });
        await late.AgreedAsync();
        await late.DecideAsync(scene.Dean, "admit").OkAsync();

        Assert.Equal("1795000", (await early.ReadAsync()).Text("terms.priceInCents"));
        Assert.Equal("2000000", (await late.ReadAsync()).Text("terms.priceInCents"));
    }

    [Fact]
    public async Task R9_The_cancellation_table_and_the_hotel_are_fixed_with_the_price()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.AdmittedAsync();
        await scene.SetTermsAsync(25);

        var terms = (await candidate.ReadAsync()).At("terms")!;

        Assert.Equal(("true", "exempt"), (terms.Text("hotelIncluded"), terms.Text("vat")));
        Assert.Equal([(56, 0), (28, 50), (0, 100)], terms.At("cancellation")!.AsArray().Select(step => (step!.Number("untilDaysBeforeStart"), step!.Number("chargePercentage"))));
    }

    [Fact]
    public async Task R9_Nobody_is_admitted_while_there_is_no_price_to_fix()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.InterviewedAsync();
        await scene.ChangeAsync(edition => edition with { StatedPriceInCents = null });

        await candidate.DecideAsync(scene.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.price-unknown");
        await scene.SetTermsAsync(25, priceInCents: 1_000_000);
        await candidate.DecideAsync(scene.Dean, "admit").OkAsync();
    }

    [Fact]
    public async Task R15_Beyond_the_capacity_candidates_are_wait_listed_in_a_visible_order()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        await scene.AdmittedAsync();
        var (first, second) = (await scene.InterviewedAsync(), await scene.InterviewedAsync());

        var decisions = new[] { await first.DecideAsync(scene.Dean, "admit").OkAsync(), await second.DecideAsync(scene.Manager, "admit").OkAsync() };

        Assert.Equal(
            [("waitListed", "intake.capacity-reached", 1), ("waitListed", "intake.capacity-reached", 2)],
            decisions.Select(decision => (decision.Text("status"), decision.Text("waitListedBecause"), decision.Number("waitListPosition"))));
        Assert.Equal(2, (await second.ReadAsync()).Number("waitListPosition"));
        var list = await scene.ProjectManager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/waiting-list").OkAsync();
        Assert.Equal([(1, first.ApplicationId), (2, second.ApplicationId)], list.AsArray().Select(line => (line!.Number("position"), line!.Id("applicationId"))));
        var told = await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == second.ApplicationId && e.Status == ApplicationStatus.WaitListed);
        Assert.Null(told.Admission);
    }

    [Fact]
    public async Task R15_A_place_that_comes_free_is_for_the_first_on_the_waiting_list()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        var admitted = await scene.AdmittedAsync();
        var (first, second, newcomer) = (await scene.InterviewedAsync(), await scene.InterviewedAsync(), await scene.InterviewedAsync());
        await first.DecideAsync(scene.Dean, "admit").OkAsync();
        await second.DecideAsync(scene.Dean, "admit").OkAsync();
        await first.DecideAsync(scene.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.capacity-reached");

        await admitted.WithdrawAsync().OkAsync();

        await second.DecideAsync(scene.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.not-first-on-waiting-list");
        Assert.Equal(("waitListed", 3), await OutcomeAsync(newcomer.DecideAsync(scene.Dean, "admit")));
        Assert.Equal(("admitted", null), await OutcomeAsync(first.DecideAsync(scene.Dean, "admit")));
        Assert.Equal(1, (await second.ReadAsync()).Number("waitListPosition"));
    }

    [Fact]
    public async Task R15_Who_is_asked_to_wait_while_there_are_places_takes_none_from_others()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        var (waits, other) = (await scene.InterviewedAsync(), await scene.InterviewedAsync());
        Assert.Equal(("waitListed", 1), await OutcomeAsync(waits.DecideAsync(scene.Dean, "waitList")));

        Assert.Equal(("admitted", null), await OutcomeAsync(other.DecideAsync(scene.Dean, "admit")));
        await waits.DecideAsync(scene.Dean, "waitList").RefusedAsync(HttpStatusCode.Conflict, "intake.already-wait-listed");
    }

    [Fact]
    public async Task R15_The_order_that_is_shown_is_the_order_in_which_places_are_given_out()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        var (asked, waits, newcomer) = (await scene.InterviewedAsync(), await scene.InterviewedAsync(), await scene.InterviewedAsync());
        Assert.Equal(("waitListed", 1), await OutcomeAsync(asked.DecideAsync(scene.Dean, "waitList")));
        var admitted = await scene.AdmittedAsync();
        Assert.Equal(("waitListed", 2), await OutcomeAsync(waits.DecideAsync(scene.Dean, "admit")));

        await admitted.WithdrawAsync().OkAsync();

        await waits.DecideAsync(scene.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.not-first-on-waiting-list");
        Assert.Equal(("waitListed", 3), await OutcomeAsync(newcomer.DecideAsync(scene.Dean, "admit")));
        Assert.Equal(("admitted", null), await OutcomeAsync(asked.DecideAsync(scene.Dean, "admit")));
        Assert.Equal(1, (await waits.ReadAsync()).Number("waitListPosition"));
    }

    [Fact]
    public async Task R15_Who_was_asked_to_wait_and_is_to_be_admitted_once_it_is_full_waits_for_a_place_at_the_number_that_they_have()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        var (asked, newcomer) = (await scene.InterviewedAsync(), await scene.InterviewedAsync());
        await asked.DecideAsync(scene.Dean, "waitList").OkAsync();
        var admitted = await scene.AdmittedAsync();
        var before = await WaitingAsync(scene);

        var decision = await asked.DecideAsync(scene.Dean, "admit").OkAsync();

        Assert.Equal(("waitListed", "intake.capacity-reached", 1), (decision.Text("status"), decision.Text("waitListedBecause"), decision.Number("waitListPosition")));
        Assert.Equal(before, await WaitingAsync(scene));
        await asked.DecideAsync(scene.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.capacity-reached");
        await admitted.WithdrawAsync().OkAsync();
        Assert.Equal(("waitListed", 2), await OutcomeAsync(newcomer.DecideAsync(scene.Dean, "admit")));
    }

    [Fact]
    public async Task R15_A_participation_that_ended_or_went_to_another_edition_takes_no_place_here()
    {
        var (scene, later) = (await Scene.OpenAsync(intake, capacity: 2), await Scene.OpenAsync(intake, capacity: 1));
        var (ended, transferred) = (await scene.AdmittedAsync(), await scene.AdmittedAsync());
        var participation = Some.Participation(scene.Edition.EditionId) with { ApplicationId = ended.ApplicationId, Status = ParticipationStatus.Ended };
        await intake.HandledAsync(participation);
        await intake.HandledAsync(Some.Participation(later.Edition.EditionId) with { ApplicationId = transferred.ApplicationId, Status = ParticipationStatus.Placed });

        Assert.Equal(0, await PlacesTakenAsync(scene));
        Assert.Equal(1, await PlacesTakenAsync(later));
        var candidate = await later.InterviewedAsync();
        Assert.Equal(("waitListed", 1), await OutcomeAsync(candidate.DecideAsync(later.Dean, "admit")));
    }

    private static async Task<(string? Status, int? Position)> OutcomeAsync(Task<HttpResponseMessage> deciding)
    {
        var decision = await deciding.OkAsync();
        return (decision.Text("status"), decision.At("waitListPosition")?.GetValue<int>());
    }

    private static async Task<string> WaitingAsync(Scene scene) =>
        (await scene.Manager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/waiting-list").OkAsync()).ToJsonString();

    private static async Task<int> PlacesTakenAsync(Scene scene) =>
        (await scene.Manager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/terms").OkAsync()).Number("placesTaken");
}
