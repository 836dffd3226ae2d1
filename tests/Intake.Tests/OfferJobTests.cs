using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Offers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Metropool.Intake.Tests;

/// <summary>The expiry of offers. Only these offers end within a week, so that these jobs don't expire offers of other tests.</summary>
public sealed class OfferJobTests(IntakeFixture intake)
{
    [Fact]
    public async Task An_offer_without_an_answer_expires_and_the_next_candidate_gets_an_offer()
    {
        var (scenario, waiting) = await OfferedAsync(2);

        await RunAsync(days: 1);
        Assert.Equal(["open", null], await OffersAsync(waiting));
        await RunAsync(days: 2);

        Assert.Equal(["expired", "open"], await OffersAsync(waiting));
        Assert.Equal("2025-09-15T22:00:00Z", await waiting[1].TextAsync("offer.until"));
        var expired = await waiting[0].ReadAsync();
        Assert.Equal(("waitListed", "place", 1), (expired.Text("status"), expired.Text("nextStep"), expired.Number("waitListPosition")));
        Assert.Equal(["offered", "offerExpired"], (await waiting[0].HistoryKindsAsync()).TakeLast(2));
        await waiting[0].NotifiedAsync("De termijn");
        await waiting[0].AcceptAsync().RefusedAsync(Conflict, "intake.no-open-offer");
        Assert.Equal(1, await scenario.PlacesTakenAsync());
    }

    [Fact]
    public async Task Jobs_at_once_and_repeated_expire_each_offer_once()
    {
        var (_, waiting) = await OfferedAsync(3);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync(days: 2)));
        await RunAsync(days: 2);

        Assert.Equal(["expired", "open", null], await OffersAsync(waiting));
        Assert.Equal(2, await intake.CountAsync<PlaceOffer>(offer => waiting.Select(candidate => candidate.ApplicationId).Contains(offer.ApplicationId)));
    }

    [Fact]
    public async Task Successive_deadlines_give_every_candidate_exactly_one_offer()
    {
        var (scenario, waiting) = await OfferedAsync(3);

        foreach (var days in (int[])[2, 4, 6])
        {
            await RunAsync(days);
        }

        Assert.Equal(["expired", "expired", "expired"], await OffersAsync(waiting));
        Assert.Equal(0, await scenario.PlacesTakenAsync());
        await scenario.AdmittedAsync();
    }

    [Fact]
    public async Task R15_Withdrawals_answers_and_decisions_at_once_keep_the_capacity_and_the_order()
    {
        const int Capacity = 10, Leaving = 6;
        var scenario = await Scenario.CreateAsync(intake, Capacity);
        var admitted = await scenario.AdmittedAsync(Capacity);
        var waiting = await scenario.WaitListedAsync(12);

        var newcomers = await scenario.InterviewedAsync(6);
        await Task.WhenAll(
        [
            .. admitted.Take(Leaving).Select(candidate => candidate.WithdrawAsync().OkAsync()),
            .. newcomers.Select(candidate => candidate.DecideAsync(scenario.Manager, "admit").OkAsync()),
            .. waiting.Take(3).Select(candidate => TryAsync(candidate.DecideAsync(scenario.Dean, "admit"))),
            .. waiting.Select((candidate, index) => TryAsync(index % 3 == 2 ? candidate.RefuseAsync() : candidate.AcceptAsync())),
        ]);

        var terms = await scenario.TermsAsync();
        Assert.Equal(Capacity, terms.Number("placesTaken"));
        // Candidates who were admitted or got an offer come before the others.
        var applications = await Task.WhenAll(waiting.Select(candidate => candidate.ReadAsync()));
        var reached = applications.Select(application => application.Text("status") == "admitted" || application.At("offer") is not null).ToList();
        Assert.Equal(reached.OrderDescending(), reached);
        Assert.True(reached.Count(isReached => isReached) >= Leaving, string.Join(' ', reached));
        Assert.All(await Task.WhenAll(newcomers.Select(candidate => candidate.ReadAsync())), read => Assert.Equal("waitListed", read.Text("status")));
    }

    // The request may be too early or too late, because others are made at the same moment.
    private static async Task TryAsync(Task<HttpResponseMessage> request)
    {
        var status = await request.Status();
        Assert.True(status is OK or Conflict or PreconditionFailed, status.ToString());
    }

    private Task<int> RunAsync(int days) => intake.InScope(services =>
    {
        var clock = new ProgrammeClock(new FakeTimeProvider(IntakeFixture.Now.AddDays(days)));
        return ActivatorUtilities.CreateInstance<OfferExpiryJob>(services, clock, ActivatorUtilities.CreateInstance<PlaceAllocator>(services, clock))
            .RunAsync(TestContext.Current.CancellationToken);
    });

    private static async Task<IEnumerable<string?>> OffersAsync(IEnumerable<Candidate> candidates) =>
        await Task.WhenAll(candidates.Select(candidate => candidate.OfferAsync()));

    /// <summary>An edition with one place, which is offered to the first candidate on the waiting list for a day.</summary>
    private async Task<(Scenario Scenario, List<Candidate> Waiting)> OfferedAsync(int count)
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.SetTermsAsync(1, offerDays: 1);
        var admitted = await scenario.AdmittedAsync();
        var waiting = await scenario.WaitListedAsync(count);
        await admitted.WithdrawAsync().OkAsync();
        return (scenario, waiting);
    }
}
