using System.Globalization;
using Metropool.Contracts;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>Offers of available places to the waiting list.</summary>
public sealed class OfferTests(IntakeFixture intake)
{
    [Fact]
    public async Task An_available_place_is_offered_to_the_first_on_the_waiting_list_with_a_deadline()
    {
        var (scenario, admitted, first, second) = await FullAsync();

        await admitted.WithdrawAsync().OkAsync();

        var offered = await first.ReadAsync();
        Assert.Equal(("waitListed", "offer", 1), (offered.Text("status"), offered.Text("nextStep"), offered.Number("waitListPosition")));
        // Seven days, until the end of the day in Amsterdam.
        Assert.Equal(("open", "2025-09-19T22:00:00Z"), (offered.Text("offer.state"), offered.Text("offer.until")));
        Assert.Equal("offered", (await first.HistoryKindsAsync()).Last());
        var notification = await intake.Events.PublishedAsync<CandidateNotified>(
            e => e.PersonId == first.PersonId && e.Text.Contains("19 september 2025", StringComparison.Ordinal));
        Assert.Equal(7, notification.ValidForDays);
        Assert.Null(await second.OfferAsync());
        Assert.Equal(["open", null], (await scenario.WaitingListAsync()).Select(line => line.Text("offer.state")));
        var terms = await scenario.TermsAsync();
        Assert.Equal((1, 1, 2), (terms.Number("placesTaken"), terms.Number("placesOffered"), terms.Number("waitListed")));
    }

    [Theory]
    [InlineData("withdrawal")]
    [InlineData("revision")]
    [InlineData("end")]
    [InlineData("transfer")]
    [InlineData("capacity")]
    public async Task Every_way_in_which_a_place_becomes_available_leads_to_an_offer(string way)
    {
        var (scenario, admitted, first, second) = await FullAsync();
        var participation = admitted.Participation();
        switch (way)
        {
            case "withdrawal":
                await admitted.WithdrawAsync().OkAsync();
                break;
            case "revision":
                await admitted.ReviseAsync(scenario.Dean, "reject", "De werkgever trekt zich terug.").OkAsync();
                break;
            case "end":
                await intake.HandledAsync(participation);
                await intake.HandledAsync(participation with { Version = 2, Status = ParticipationStatus.Ended });
                break;
            case "transfer":
                // The transfer is the first version that Intake receives.
                await intake.HandledAsync(participation with { EditionId = Some.Id() });
                break;
            default:
                await scenario.SetTermsAsync(2);
                break;
        }

        Assert.Equal("open", await first.OfferAsync());
        Assert.Null(await second.OfferAsync());
    }

    [Fact]
    public async Task R15_An_offered_place_is_reserved()
    {
        var (scenario, admitted, first, second) = await FullAsync();
        await admitted.WithdrawAsync().OkAsync();
        var newcomer = await scenario.InterviewedAsync();

        Assert.Equal("waitListed", (await newcomer.DecideAsync(scenario.Dean, "admit").OkAsync()).Text("status"));
        await second.DecideAsync(scenario.Dean, "admit").RefusedAsync(Conflict, "intake.not-first-on-waiting-list");
        await scenario.SetTermsAsync(2);
        Assert.Equal("open", await second.OfferAsync());
        await scenario.PutTermsAsync(1).RefusedAsync(Conflict, "intake.capacity-below-places-taken");
        Assert.Equal("open", await first.OfferAsync());
    }

    [Fact]
    public async Task Accepting_an_offer_admits_the_candidate_once()
    {
        var (scenario, admitted, first, _) = await FullAsync();
        await admitted.WithdrawAsync().OkAsync();

        var accepted = await first.AcceptAsync().OkAsync();

        Assert.Equal(("admitted", "accepted", "1795000"), (accepted.Text("status"), accepted.Text("offer.state"), accepted.Text("terms.priceInCents")));
        Assert.Null(accepted.At("waitListPosition"));
        Assert.NotNull((await first.PublishedAsync(ApplicationChange.Admitted)).Admission);
        Assert.Equal("offerAccepted", (await first.HistoryKindsAsync()).Last());
        await first.AcceptAsync().RefusedAsync(Conflict, "intake.no-open-offer");
        await first.RefuseAsync().RefusedAsync(Conflict, "intake.no-open-offer");
        Assert.Equal(1, await scenario.PlacesTakenAsync());
    }

    [Fact]
    public async Task A_candidate_who_declines_an_offer_stays_on_the_list_and_gets_no_further_offer()
    {
        var (scenario, admitted, first, second) = await FullAsync();
        await admitted.WithdrawAsync().OkAsync();

        var refused = await first.RefuseAsync().OkAsync();

        Assert.Equal(("waitListed", "declined", 1), (refused.Text("status"), refused.Text("offer.state"), refused.Number("waitListPosition")));
        await second.AcceptAsync().OkAsync();
        // A place that the list declined is available for others, and the team can still admit the candidate.
        await scenario.SetTermsAsync(3);
        Assert.Equal("declined", await first.OfferAsync());
        await scenario.AdmittedAsync();
        Assert.Equal("admitted", (await first.DecideAsync(scenario.Dean, "admit").OkAsync()).Text("status"));
    }

    [Fact]
    public async Task The_team_can_admit_the_candidate_with_an_open_offer()
    {
        var (scenario, admitted, first, second) = await FullAsync();
        await admitted.WithdrawAsync().OkAsync();

        Assert.Equal("admitted", (await first.DecideAsync(scenario.Dean, "admit").OkAsync()).Text("status"));

        Assert.Equal(("withdrawn", null), (await first.OfferAsync(), await second.OfferAsync()));
        var terms = await scenario.TermsAsync();
        Assert.Equal((1, 0), (terms.Number("placesTaken"), terms.Number("placesOffered")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_place_of_a_candidate_with_an_open_offer_who_leaves_is_offered_to_the_next(bool withdraws)
    {
        var (scenario, admitted, first, second) = await FullAsync();
        await admitted.WithdrawAsync().OkAsync();

        await (withdraws ? first.WithdrawAsync() : first.DecideAsync(scenario.Dean, "reject")).OkAsync();

        Assert.Equal(("withdrawn", "open"), (await first.OfferAsync(), await second.OfferAsync()));
    }

    [Fact]
    public async Task An_offer_requires_a_price()
    {
        var (scenario, admitted, first, _) = await FullAsync();
        await scenario.ChangeAsync(edition => edition with { StatedPriceInCents = null });
        await admitted.WithdrawAsync().OkAsync();
        Assert.Null(await first.OfferAsync());

        await scenario.SetTermsAsync(1, priceInCents: 1_000_000);

        Assert.Equal("open", await first.OfferAsync());
    }

    [Theory]
    [InlineData("2025-09-30", "2025-09-19")]
    [InlineData("2025-09-15", "2025-09-15")]
    [InlineData("2025-10", "2025-09-19")]
    [InlineData("2025-09", "2025-09-19")]
    [InlineData("", "2025-09-19")]
    public void An_offer_ends_after_its_days_and_before_the_edition_starts(string startsOn, string lastDay)
    {
        var state = Some.OpenEdition() with { StartsOn = PartialDate.TryParse(startsOn, out var start) ? start : null };
        var edition = new Edition { Id = state.EditionId };
        edition.Apply(state);

        var last = PlaceOffer.LastDay(edition, EditionTerms.Default(edition.Id, new IntakeSettings()), new DateOnly(2025, 9, 12));

        Assert.Equal(lastDay, last.ToString("O", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task An_offer_cannot_be_answered_after_its_deadline()
    {
        var (scenario, _, first, _) = await FullAsync();
        var now = IntakeFixture.Now;

        var refusals = await intake.InDatabase(async db =>
        {
            var application = await db.Applications.WithParts().SingleAsync(a => a.Id == first.ApplicationId);
            var edition = await db.Editions.SingleAsync(e => e.Id == scenario.EditionId);
            var terms = await db.EditionTerms.SingleAsync(t => t.EditionId == scenario.EditionId);
            var offer = application.OfferPlace(now, now);
            return new[]
            {
                application.AcceptOffer(offer, edition, terms, now).Refusal,
                application.DeclineOffer(offer, now).Refusal,
                application.AcceptOffer(offer, edition, terms, now.AddTicks(-1)).Refusal,
            };
        });

        Assert.Equal(["intake.offer-expired", "intake.offer-expired", null], refusals.Select(refusal => refusal?.Code));
    }

    private async Task<(Scenario Scenario, Candidate Admitted, Candidate First, Candidate Second)> FullAsync()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        return (scenario, await scenario.AdmittedAsync(), await scenario.WaitListedAsync(), await scenario.WaitListedAsync());
    }
}
