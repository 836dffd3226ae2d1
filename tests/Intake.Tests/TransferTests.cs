using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>A participation that is to go over to another edition is given a place there, or isn't (R15).</summary>
public sealed class TransferTests(IntakeFixture intake)
{
    [Fact]
    public async Task R15_A_transfer_is_given_a_place_which_counts_from_then_on()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        var (elsewhere, request) = Awaiting(scene);

        await intake.HandledAsync(elsewhere);

        Assert.True((await AnsweredAsync(request)).Granted);
        Assert.Equal(1, (await scene.TermsAsync()).Number("placesTaken"));
        var candidate = await scene.InterviewedAsync();
        Assert.Equal("waitListed", (await candidate.DecideAsync(scene.Dean, "admit").OkAsync()).Text("status"));
        // It arrives: one place, and not two.
        await intake.HandledAsync(elsewhere with { Version = 3, EditionId = scene.Edition.EditionId, TransferAwaited = null });
        Assert.Equal(1, (await scene.TermsAsync()).Number("placesTaken"));
    }

    [Fact]
    public async Task R15_Where_there_is_no_place_there_is_none_for_a_transfer()
    {
        var full = await Scene.OpenAsync(intake, capacity: 1);
        await full.AdmittedAsync();
        var (first, toFull) = Awaiting(full);

        await intake.HandledAsync(first);

        Assert.False((await AnsweredAsync(toFull)).Granted);
        Assert.Equal(1, (await full.TermsAsync()).Number("placesTaken"));
    }

    [Fact]
    public async Task R15_An_edition_that_is_cancelled_or_unknown_has_no_place_for_a_transfer()
    {
        var cancelled = await Scene.OpenAsync(intake);
        await cancelled.CancelAsync();
        var (one, toCancelled) = Awaiting(cancelled);
        var other = one with { ParticipationId = Some.Id(), TransferAwaited = new TransferAwaited { RequestId = Some.Id(), EditionId = Some.Id() } };

        await intake.HandledAsync(one);
        await intake.HandledAsync(other);

        Assert.False((await AnsweredAsync(toCancelled)).Granted);
        Assert.False((await AnsweredAsync(other.TransferAwaited.RequestId)).Granted);
    }

    [Fact]
    public async Task A_place_that_is_not_awaited_any_more_goes_to_the_waiting_list()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        var (elsewhere, _) = Awaiting(scene);
        await intake.HandledAsync(elsewhere);
        var waiting = await scene.WaitingAsync();

        await intake.HandledAsync(elsewhere with { Version = 3, TransferAwaited = null });

        Assert.Equal("open", await waiting.OfferAsync());
        // What comes late or twice gives nothing again.
        await intake.HandledAsync(elsewhere);
        Assert.Equal((1, 1), ((await scene.TermsAsync()).Number("placesTaken"), (await scene.TermsAsync()).Number("placesOffered")));
    }

    [Fact]
    public async Task Told_again_it_is_answered_again_and_the_same()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        var (elsewhere, request) = Awaiting(scene);
        await intake.HandledAsync(elsewhere);
        await intake.HandledAsync(elsewhere);

        await Eventually.TrueAsync(() => Task.FromResult(intake.Events.Seen.OfType<TransferPlaceAnswered>().Count(e => e.RequestId == request) == 2), "both answers are there");

        Assert.All(intake.Events.Seen.OfType<TransferPlaceAnswered>().Where(e => e.RequestId == request), answer => Assert.True(answer.Granted));
        Assert.Equal(1, (await scene.TermsAsync()).Number("placesTaken"));
    }

    [Fact]
    public async Task R15_Of_many_transfers_and_admissions_at_once_for_the_last_places_as_many_are_given_as_there_are()
    {
        const int Capacity = 7;
        var scene = await Scene.OpenAsync(intake, Capacity);
        var candidates = await scene.CrowdAsync(intake, 12);
        var transfers = Enumerable.Range(0, 12).Select(_ => Awaiting(scene)).ToList();

        await Task.WhenAll([.. candidates.Select(candidate => candidate.DecideAsync(scene.Dean, "admit").OkAsync()), .. transfers.Select(transfer => intake.HandledAsync(transfer.State))]);

        var granted = await Task.WhenAll(transfers.Select(async transfer => (await AnsweredAsync(transfer.RequestId)).Granted));
        var admitted = await intake.InDatabase<IntakeDbContext, int>(db => db.Applications.CountAsync(a => a.EditionId == scene.Edition.EditionId && a.Status == ApplicationStatus.Admitted));
        Assert.Equal(Capacity, admitted + granted.Count(was => was));
        Assert.Equal(Capacity, (await scene.TermsAsync()).Number("placesTaken"));
    }

    /// <summary>A participation of another edition, which is to go over to this one.</summary>
    private static (ParticipationChanged State, Guid RequestId) Awaiting(Scene scene)
    {
        ParticipationChanged state = Some.Participation(Some.Id(), Some.Id());
        var request = new TransferAwaited { RequestId = Some.Id(), EditionId = scene.Edition.EditionId };
        return (state with { Version = 2, Status = ParticipationStatus.Active, TransferAwaited = request }, request.RequestId);
    }

    private Task<TransferPlaceAnswered> AnsweredAsync(Guid requestId) => intake.Events.PublishedAsync<TransferPlaceAnswered>(e => e.RequestId == requestId);
}
