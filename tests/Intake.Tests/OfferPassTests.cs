using System.Net;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Offers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Metropool.Intake.Tests;

/// <summary>Offers as time goes by, and many things at once. Only here offers end within a week: nobody else's expire by these passes.</summary>
public sealed class OfferPassTests(IntakeFixture intake)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_offer_that_is_not_answered_expires_and_the_next_is_offered_the_place()
    {
        var (scene, waiting) = await OfferedAsync(2);

        await PassAsync(days: 1);
        Assert.Equal(["open", null], await OffersAsync(waiting));
        await PassAsync(days: 2);

        Assert.Equal(["expired", "open"], await OffersAsync(waiting));
        Assert.Equal("2025-09-15T22:00:00Z", (await waiting[1].ReadAsync()).Text("offer.until"));
        var expired = await waiting[0].ReadAsync();
        Assert.Equal(("waitListed", "place", 1), (expired.Text("status"), expired.Text("awaits"), expired.Number("waitListPosition")));
        Assert.Equal(["offered", "offerExpired"], (await waiting[0].HistoryAsync()).TakeLast(2));
        await intake.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == waiting[0].PersonId && e.Subject.StartsWith("De termijn", StringComparison.Ordinal));
        await waiting[0].AcceptAsync().RefusedAsync(HttpStatusCode.Conflict, "intake.no-open-offer");
        Assert.Equal(1, (await scene.TermsAsync()).Number("placesTaken"));
    }

    [Fact]
    public async Task Passes_at_once_and_again_do_what_is_due_once()
    {
        var (_, waiting) = await OfferedAsync(3);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PassAsync(days: 2)));
        await PassAsync(days: 2);

        Assert.Equal(["expired", "open", null], await OffersAsync(waiting));
        Assert.Equal(2, await intake.InDatabase<IntakeDbContext, int>(db => db.Offers.CountAsync(offer => waiting.Select(candidate => candidate.ApplicationId).Contains(offer.ApplicationId))));
    }

    [Fact]
    public async Task A_clock_that_passes_several_deadlines_leaves_nobody_out_and_offers_nobody_twice()
    {
        var (scene, waiting) = await OfferedAsync(3);

        foreach (var days in (int[])[2, 4, 6])
        {
            await PassAsync(days);
        }

        Assert.Equal(["expired", "expired", "expired"], await OffersAsync(waiting));
        Assert.Equal(0, (await scene.TermsAsync()).Number("placesTaken"));
        await scene.AdmittedAsync();
    }

    [Fact]
    public async Task R15_Withdrawals_answers_and_decisions_at_once_never_exceed_the_capacity_and_skip_nobody()
    {
        const int Capacity = 10, Leaving = 6, Waiting = 12;
        var scene = await Scene.OpenAsync(intake, Capacity);
        var admitted = await scene.CrowdAsync(intake, Capacity);
        await Task.WhenAll(admitted.Select(candidate => candidate.DecideAsync(scene.Dean, "admit").OkAsync()));
        var waiting = await scene.CrowdAsync(intake, Waiting);
        foreach (var candidate in waiting)
        {
            await candidate.DecideAsync(scene.Dean, "admit").OkAsync();
        }

        var newcomers = await scene.CrowdAsync(intake, 6);
        await Task.WhenAll(
        [
            .. admitted.Take(Leaving).Select(candidate => candidate.WithdrawAsync().OkAsync()),
            .. newcomers.Select(candidate => candidate.DecideAsync(scene.Manager, "admit").OkAsync()),
            .. waiting.Take(3).Select(candidate => TryAsync(candidate.DecideAsync(scene.Dean, "admit"))),
            .. waiting.Select((candidate, index) => TryAsync(index % 3 == 2 ? candidate.RefuseAsync() : candidate.AcceptAsync())),
        ]);

        var terms = await scene.TermsAsync();
        Assert.Equal(Capacity, terms.Number("placesTaken"));
        // Whoever was reached comes before whoever wasn't: admitted, or with an offer that is open or was refused.
        var reached = (await Task.WhenAll(waiting.Select(candidate => candidate.ReadAsync()))).Select(read => read.Text("status") == "admitted" || read.At("offer") is not null).ToList();
        Assert.Equal(reached.OrderByDescending(was => was), reached);
        Assert.True(reached.Count(was => was) >= Leaving, string.Join(' ', reached));
        Assert.All(await Task.WhenAll(newcomers.Select(candidate => candidate.ReadAsync())), read => Assert.Equal("waitListed", read.Text("status")));
    }

    // At the same moment as others: it may come too early, or too late.
    private static async Task<System.Text.Json.Nodes.JsonNode> TryAsync(Task<HttpResponseMessage> asking)
    {
        using var answer = await asking;
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed, answer.StatusCode.ToString());
        return new System.Text.Json.Nodes.JsonObject();
    }

    private Task<int> PassAsync(int days) => intake.InScope(services =>
    {
        var clock = new ProgrammeClock(new FakeTimeProvider(IntakeFixture.Now.AddDays(days)));
        return ActivatorUtilities.CreateInstance<OfferPass>(services, clock, ActivatorUtilities.CreateInstance<FreePlaces>(services, clock)).RunOnceAsync(Cancellation);
    });

    private static async Task<IEnumerable<string?>> OffersAsync(IEnumerable<Candidate> candidates) => await Task.WhenAll(candidates.Select(candidate => candidate.OfferAsync()));

    /// <summary>An edition with one place, which is offered to the first of those who wait; an answer takes a day.</summary>
    private async Task<(Scene Scene, List<Candidate> Waiting)> OfferedAsync(int count)
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.SetTermsAsync(1, offerDays: 1);
        var admitted = await scene.AdmittedAsync();
        var waiting = await scene.CrowdAsync(intake, count);
        foreach (var candidate in waiting)
        {
            await candidate.DecideAsync(scene.Dean, "admit").OkAsync();
        }

        await admitted.WithdrawAsync().OkAsync();
        return (scene, waiting);
    }
}
