using Metropool.Intake.Applications;

namespace Metropool.Intake.Tests;

/// <summary>Places for participations that are transferred from other editions (R15).</summary>
public sealed class TransferTests(IntakeFixture intake)
{
    [Fact]
    public async Task R15_A_granted_transfer_reserves_a_place()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        var (elsewhere, request) = PendingTransfer(scenario);

        await intake.HandledAsync(elsewhere);

        Assert.True((await AnsweredAsync(request)).Granted);
        Assert.Equal(1, await scenario.PlacesTakenAsync());
        var candidate = await scenario.InterviewedAsync();
        Assert.Equal("waitListed", (await candidate.DecideAsync(scenario.Dean, "admit").OkAsync()).Text("status"));
        // The participation takes the reserved place, and no second one.
        await intake.HandledAsync(elsewhere with { Version = 3, EditionId = scenario.EditionId, PendingTransfer = null });
        Assert.Equal(1, await scenario.PlacesTakenAsync());
    }

    [Fact]
    public async Task R15_A_full_edition_grants_no_place_for_a_transfer()
    {
        var full = await Scenario.CreateAsync(intake, capacity: 1);
        await full.AdmittedAsync();
        var (first, toFull) = PendingTransfer(full);

        await intake.HandledAsync(first);

        Assert.False((await AnsweredAsync(toFull)).Granted);
        Assert.Equal(1, await full.PlacesTakenAsync());
    }

    [Fact]
    public async Task R15_A_cancelled_or_unknown_edition_grants_no_place_for_a_transfer()
    {
        var cancelled = await Scenario.CreateAsync(intake);
        await cancelled.CancelAsync();
        var (one, toCancelled) = PendingTransfer(cancelled);
        var other = one with { ParticipationId = Some.Id(), PendingTransfer = new PendingTransfer { RequestId = Some.Id(), EditionId = Some.Id() } };

        await intake.HandledAsync(one);
        await intake.HandledAsync(other);

        Assert.False((await AnsweredAsync(toCancelled)).Granted);
        Assert.False((await AnsweredAsync(other.PendingTransfer.RequestId)).Granted);
    }

    [Fact]
    public async Task R15_The_reserved_place_of_a_cancelled_transfer_is_offered_to_the_waiting_list()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        var (elsewhere, _) = PendingTransfer(scenario);
        await intake.HandledAsync(elsewhere);
        var waiting = await scenario.WaitListedAsync();

        await intake.HandledAsync(elsewhere with { Version = 3, PendingTransfer = null });

        Assert.Equal("open", await waiting.OfferAsync());
        // An older version reserves no place.
        await intake.HandledAsync(elsewhere);
        Assert.Equal((1, 1), (await scenario.PlacesTakenAsync(), (await scenario.TermsAsync()).Number("placesOffered")));
    }

    [Fact]
    public async Task A_repeated_request_for_a_transfer_gets_the_same_answer()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        var (elsewhere, request) = PendingTransfer(scenario);
        await intake.HandledAsync(elsewhere);
        await intake.HandledAsync(elsewhere);

        await Eventually.TrueAsync(() => Task.FromResult(Answers().Count() == 2), "both answers are published");

        Assert.All(Answers(), answer => Assert.True(answer.Granted));
        Assert.Equal(1, await scenario.PlacesTakenAsync());

        IEnumerable<TransferPlaceAnswered> Answers() => intake.Events.Seen.OfType<TransferPlaceAnswered>().Where(e => e.RequestId == request);
    }

    [Fact]
    public async Task R15_Transfers_and_admissions_at_once_fill_exactly_the_capacity()
    {
        const int Capacity = 7;
        var scenario = await Scenario.CreateAsync(intake, Capacity);
        var candidates = await scenario.InterviewedAsync(12);
        var transfers = Enumerable.Range(0, 12).Select(_ => PendingTransfer(scenario)).ToList();

        await Task.WhenAll(
        [
            .. candidates.Select(candidate => candidate.DecideAsync(scenario.Dean, "admit").OkAsync()),
            .. transfers.Select(transfer => intake.HandledAsync(transfer.State)),
        ]);

        var granted = await Task.WhenAll(transfers.Select(async transfer => (await AnsweredAsync(transfer.RequestId)).Granted));
        var admitted = await intake.CountAsync<Application>(a => a.EditionId == scenario.EditionId && a.Status == ApplicationStatus.Admitted);
        Assert.Equal(Capacity, admitted + granted.Count(isGranted => isGranted));
        Assert.Equal(Capacity, await scenario.PlacesTakenAsync());
    }

    /// <summary>A participation in another edition that is to be transferred to this one.</summary>
    private static (ParticipationChanged State, Guid RequestId) PendingTransfer(Scenario scenario)
    {
        var state = Some.Participation(Some.Id());
        var request = new PendingTransfer { RequestId = Some.Id(), EditionId = scenario.EditionId };
        return (state with { Version = 2, Status = ParticipationStatus.Active, PendingTransfer = request }, request.RequestId);
    }

    private Task<TransferPlaceAnswered> AnsweredAsync(Guid requestId) => intake.Events.PublishedAsync<TransferPlaceAnswered>(e => e.RequestId == requestId);
}
