using System.Net;
using Metropool.Contracts;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>A place that comes free is offered to who is next on the waiting list.</summary>
public sealed class OfferTests(IntakeFixture intake)
{
    [Fact]
    public async Task A_place_that_comes_free_is_offered_to_the_first_on_the_waiting_list_with_a_deadline()
    {
        var (scene, admitted, first, second) = await FullAsync();

        await admitted.WithdrawAsync().OkAsync();

        var offered = await first.ReadAsync();
        Assert.Equal(("waitListed", "offer", 1), (offered.Text("status"), offered.Text("awaits"), offered.Number("waitListPosition")));
        // Seven days, until the end of the day in Amsterdam.
        Assert.Equal(("open", "2025-09-19T22:00:00Z"), (offered.Text("offer.state"), offered.Text("offer.until")));
        Assert.Equal("offered", (await first.HistoryAsync()).Last());
        var told = await intake.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == first.PersonId && e.Text.Contains("19 september 2025", StringComparison.Ordinal));
        Assert.Equal(7, told.UsefulDays);
        Assert.Null(await second.OfferAsync());
        var list = (await scene.ProjectManager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/waiting-list").OkAsync()).AsArray();
        Assert.Equal(["open", null], list.Select(line => line!.Text("offer.state")));
        var terms = await scene.TermsAsync();
        Assert.Equal((1, 1, 2), (terms.Number("placesTaken"), terms.Number("placesOffered"), terms.Number("waitListed")));
    }

    [Theory]
    [InlineData("withdrawal")]
    [InlineData("revision")]
    [InlineData("end")]
    [InlineData("transfer")]
    [InlineData("capacity")]
    public async Task A_place_comes_free_in_many_ways(string way)
    {
        var (scene, admitted, first, second) = await FullAsync();
        var participation = Some.Participation(scene.Edition.EditionId, admitted.PersonId) with { ApplicationId = admitted.ApplicationId, Status = ParticipationStatus.Placed };
        switch (way)
        {
            case "withdrawal":
                await admitted.WithdrawAsync().OkAsync();
                break;
            case "revision":
                await scene.Dean.PostAsync($"{admitted.Path}/decision/revision", new { outcome = "reject", reason = "De werkgever trekt zich terug." }).OkAsync();
                break;
            case "end":
                await intake.HandledAsync(participation);
                await intake.HandledAsync(participation with { Version = 2, Status = ParticipationStatus.Ended });
                break;
            case "transfer":
                // The first that is heard of it.
                await intake.HandledAsync(participation with { EditionId = Some.Id() });
                break;
            default:
                await scene.SetTermsAsync(2);
                break;
        }

        Assert.Equal("open", await first.OfferAsync());
        Assert.Null(await second.OfferAsync());
    }

    [Fact]
    public async Task R15_A_place_that_is_offered_is_nobody_elses()
    {
        var (scene, admitted, first, second) = await FullAsync();
        await admitted.WithdrawAsync().OkAsync();
        var newcomer = await scene.InterviewedAsync();

        Assert.Equal("waitListed", (await newcomer.DecideAsync(scene.Dean, "admit").OkAsync()).Text("status"));
        await second.DecideAsync(scene.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.not-first-on-waiting-list");
        await scene.SetTermsAsync(2);
        Assert.Equal("open", await second.OfferAsync());
        await scene.Manager.PutAsync($"/intake/v1/editions/{scene.Edition.EditionId}/terms", new { capacity = 1, minimumGroup = 1, hotelIncluded = true, vat = "exempt", cancellation = Array.Empty<object>() })
            .RefusedAsync(HttpStatusCode.Conflict, "intake.capacity-below-places-taken");
        Assert.Equal("open", await first.OfferAsync());
    }

    [Fact]
    public async Task Who_accepts_is_admitted_once()
    {
        var (scene, admitted, first, _) = await FullAsync();
        await admitted.WithdrawAsync().OkAsync();

        var accepted = await first.AcceptAsync().OkAsync();

        Assert.Equal(("admitted", "accepted", "1795000"), (accepted.Text("status"), accepted.Text("offer.state"), accepted.Text("terms.priceInCents")));
        Assert.Null(accepted.At("waitListPosition"));
        Assert.NotNull((await intake.Events.PublishedAsync<ParticipantAdmitted>(e => e.ApplicationId == first.ApplicationId)).Admission);
        Assert.Equal("offerAccepted", (await first.HistoryAsync()).Last());
        await first.AcceptAsync().RefusedAsync(HttpStatusCode.Conflict, "intake.no-open-offer");
        await first.RefuseAsync().RefusedAsync(HttpStatusCode.Conflict, "intake.no-open-offer");
        Assert.Equal(1, (await scene.TermsAsync()).Number("placesTaken"));
    }

    [Fact]
    public async Task Who_refuses_stays_on_the_list_and_is_passed_over()
    {
        var (scene, admitted, first, second) = await FullAsync();
        await admitted.WithdrawAsync().OkAsync();

        var refused = await first.RefuseAsync().OkAsync();

        Assert.Equal(("waitListed", "declined", 1), (refused.Text("status"), refused.Text("offer.state"), refused.Number("waitListPosition")));
        await second.AcceptAsync().OkAsync();
        // A place that nobody wants is a newcomer's, and the team can still give one to who refused.
        await scene.SetTermsAsync(3);
        Assert.Equal("declined", await first.OfferAsync());
        await scene.AdmittedAsync();
        Assert.Equal("admitted", (await first.DecideAsync(scene.Dean, "admit").OkAsync()).Text("status"));
    }

    [Fact]
    public async Task The_team_admits_to_the_place_that_is_offered()
    {
        var (scene, admitted, first, second) = await FullAsync();
        await admitted.WithdrawAsync().OkAsync();

        Assert.Equal("admitted", (await first.DecideAsync(scene.Dean, "admit").OkAsync()).Text("status"));

        Assert.Equal(("withdrawn", null), (await first.OfferAsync(), await second.OfferAsync()));
        Assert.Equal((1, 0), ((await scene.TermsAsync()).Number("placesTaken"), (await scene.TermsAsync()).Number("placesOffered")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_place_whose_candidate_withdraws_or_is_rejected_is_offered_to_the_next(bool withdraws)
    {
        var (scene, admitted, first, second) = await FullAsync();
        await admitted.WithdrawAsync().OkAsync();

        await (withdraws ? first.WithdrawAsync() : first.DecideAsync(scene.Dean, "reject")).OkAsync();

        Assert.Equal(("withdrawn", "open"), (await first.OfferAsync(), await second.OfferAsync()));
    }

    [Fact]
    public async Task Nobody_is_offered_a_place_without_a_price_until_there_is_one()
    {
        var (scene, admitted, first, _) = await FullAsync();
        await scene.ChangeAsync(edition => edition with { StatedPriceInCents = null });
        await admitted.WithdrawAsync().OkAsync();
        Assert.Null(await first.OfferAsync());

        await scene.SetTermsAsync(1, priceInCents: 1_000_000);

        Assert.Equal("open", await first.OfferAsync());
    }

    [Theory]
    [InlineData("2025-09-30", "2025-09-19")]
    [InlineData("2025-09-15", "2025-09-15")]
    [InlineData("2025-10", "2025-09-19")]
    [InlineData("2025-09", "2025-09-19")]
    [InlineData("", "2025-09-19")]
    public void An_offer_ends_after_as_many_days_and_never_after_the_first_day(string startsOn, string lastDay)
    {
        var state = Some.OpenEdition() with { StartsOn = PartialDate.TryParse(startsOn, out var start) ? start : null };
        var edition = new Edition { Id = state.EditionId };
        edition.Apply(state);

        Assert.Equal(DateOnly.Parse(lastDay, System.Globalization.CultureInfo.InvariantCulture), PlaceOffer.LastDay(edition, EditionTerms.Default(edition.Id, new IntakeSettings()), new DateOnly(2025, 9, 12)));
    }

    [Fact]
    public async Task An_offer_is_not_answered_after_its_deadline()
    {
        var (scene, _, first, _) = await FullAsync();
        var now = IntakeFixture.Now;

        var refusals = await intake.InDatabase<IntakeDbContext, List<string?>>(async db =>
        {
            var application = await db.Applications.SingleAsync(a => a.Id == first.ApplicationId);
            var (edition, terms) = (await db.Editions.SingleAsync(e => e.Id == scene.Edition.EditionId), await db.EditionTerms.SingleAsync(t => t.EditionId == scene.Edition.EditionId));
            var offer = application.OfferPlace(now, now);
            return [application.AcceptOffer(offer, edition, terms, now).Refusal?.Code, application.DeclineOffer(offer, now)?.Code, application.AcceptOffer(offer, edition, terms, now.AddTicks(-1)).Refusal?.Code];
        });

        Assert.Equal(["intake.offer-expired", "intake.offer-expired", null], refusals);
    }

    private async Task<(Scene Scene, Candidate Admitted, Candidate First, Candidate Second)> FullAsync()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        return (scene, await scene.AdmittedAsync(), await scene.WaitingAsync(), await scene.WaitingAsync());
    }
}
