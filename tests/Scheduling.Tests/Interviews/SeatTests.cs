using System.Text.Json;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Interviews;

/// <summary>A trainer's seat on a panel opens what the participant wrote (R46), so only organisers give one, and never to themselves.</summary>
public sealed class SeatTests(SchedulingFixture fixture)
{
    private const string Path = "/scheduling/v1/interviews";
    private const string At = "2026-12-01T10:00:00Z";

    [Fact]
    public async Task R46_A_trainer_books_moves_and_cancels_nothing()
    {
        var (edition, participation, other) = await EditionWithTwoTrainersAsync();
        var interview = await BookAsync(edition, participation);
        var own = fixture.ClientFor(TestCaller.Staff(other));

        foreach (var trainer in new[] { own, edition.Trainer })
        {
            await trainer.SendRefusedAsync(
                HttpMethod.Post, Path, edition.DevelopmentBooking(participation, "2027-01-12T10:00:00Z", other), "scheduling.role-required");
            await trainer.SendRefusedAsync(HttpMethod.Post, $"{Path}/{interview}/move", Move(edition, other), "scheduling.role-required");
            await trainer.SendRefusedAsync(
                HttpMethod.Post, $"{Path}/{interview}/move", new { startsAt = "2026-12-02T10:00:00Z", reason = "Later" }, "scheduling.role-required");
            await trainer.SendRefusedAsync(HttpMethod.Post, $"{Path}/{interview}/cancellation", new { reason = "Afgezegd" }, "scheduling.role-required");
        }

        Assert.Equal([edition.DeanId, edition.TrainerId], await PanelAsync(edition, interview));
    }

    [Fact]
    public async Task R46_A_project_manager_gives_no_seat_to_themselves()
    {
        var (edition, participation, other) = await EditionWithTwoTrainersAsync();
        await AppointAsync(edition, edition.ProjectManagerId, "trainer");
        await AppointAsync(edition, edition.ProjectManagerId, "dean", deputy: true, from: "2026-11-01");
        var interview = await BookAsync(edition, participation);

        var booked = await edition.ProjectManager.SendRefusedAsync(
            HttpMethod.Post, Path, edition.DevelopmentBooking(participation, "2027-01-12T10:00:00Z", edition.ProjectManagerId), "scheduling.own-seat");
        Assert.Equal(["panel[1] own-seat"], booked.Faults());
        await edition.ProjectManager.SendRefusedAsync(
            HttpMethod.Post, $"{Path}/{interview}/move", Move(edition, edition.ProjectManagerId), "scheduling.own-seat");
        // Nor as the deputy dean that they are to be: today they read nothing.
        await edition.ProjectManager.SendRefusedAsync(
            HttpMethod.Post, Path, edition.DevelopmentBooking(participation, "2027-01-12T10:00:00Z", other, edition.ProjectManagerId), "scheduling.own-seat");

        // Others they seat; and a seat of their own that the dean gave, they don't keep for longer.
        await edition.ProjectManager.SendOkAsync(HttpMethod.Post, $"{Path}/{interview}/move", Move(edition, other));
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{Path}/{interview}/move", Move(edition, edition.ProjectManagerId));
        await edition.ProjectManager.SendRefusedAsync(
            HttpMethod.Post, $"{Path}/{interview}/move", new { startsAt = "2027-06-01T10:00:00Z", reason = "Later" }, "scheduling.own-seat");
    }

    [Fact]
    public async Task R46_A_dean_can_be_on_a_panel_as_dean_but_not_give_a_trainers_seat_to_themselves()
    {
        var (edition, participation, _) = await EditionWithTwoTrainersAsync();
        var deputy = await fixture.StaffAsync("Waarnemer");
        await AppointAsync(edition, deputy, "dean", deputy: true);
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{edition.Path}/team", new { personId = edition.DeanId, role = "trainer", from = "2025-01-01" });
        var body = edition.DevelopmentBooking(participation, At, edition.DeanId, deputy);

        // It would outlive the role of dean.
        await edition.Dean.SendRefusedAsync(HttpMethod.Post, Path, body, "scheduling.own-seat");

        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, body);
        await edition.Dean.SendOkAsync(HttpMethod.Post, Path, edition.DevelopmentBooking(participation, "2027-01-12T10:00:00Z", edition.TrainerId));
    }

    [Fact]
    public async Task R46_A_trainer_sees_their_own_interviews_and_not_those_of_the_whole_edition()
    {
        var (edition, participation, other) = await EditionWithTwoTrainersAsync();
        var interview = await BookAsync(edition, participation);
        var unseated = fixture.ClientFor(TestCaller.Staff(other));

        Assert.Equal([interview], await ListedAsync(edition.Trainer, edition));
        Assert.Empty(await ListedAsync(unseated, edition));
        Assert.Equal([interview], await ListedAsync(edition.ProjectManager, edition));
        await edition.Trainer.SendOkAsync(HttpMethod.Get, $"{Path}/{interview}");
        await unseated.SendRefusedAsync(HttpMethod.Get, $"{Path}/{interview}", null, "scheduling.interview-unknown");
        // Without the role of staff a seat opens nothing.
        await fixture.ClientFor(TestCaller.Person(edition.TrainerId)).SendRefusedAsync(
            HttpMethod.Get, $"{Path}/{interview}", null, "scheduling.interview-unknown");
        await unseated.SendRefusedAsync(HttpMethod.Get, $"{Path}/slots?editionId={edition.Id}&kind=intake", null, "scheduling.role-required");
    }

    [Fact]
    public async Task R36_Panel_and_organisers_record_that_an_interview_was_missed()
    {
        var (edition, participation, other) = await EditionWithTwoTrainersAsync();
        var interview = await BookAsync(edition, participation);
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 12, 1, 10, 30, 0, TimeSpan.Zero));

        await fixture.ClientFor(TestCaller.Staff(other)).SendRefusedAsync(
            HttpMethod.Post, $"{Path}/{interview}/missed", new { reason = "Niet gekomen" }, "scheduling.role-required");
        await edition.Trainer.SendOkAsync(HttpMethod.Post, $"{Path}/{interview}/missed", new { reason = "Niet gekomen" });
        await fixture.Events.PublishedAsync<InterviewChanged>(e => e.Change == InterviewChange.Missed && e.InterviewId == interview);
    }

    [Fact]
    public async Task The_list_of_a_trainer_includes_missed_and_cancelled_interviews()
    {
        var (edition, participation, other) = await EditionWithTwoTrainersAsync();
        var cancelled = await BookAsync(edition, participation);
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{Path}/{cancelled}/cancellation", new { reason = "Afgezegd" });
        var missed = await BookAsync(edition, participation);
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 12, 1, 10, 30, 0, TimeSpan.Zero));
        await edition.Trainer.SendOkAsync(HttpMethod.Post, $"{Path}/{missed}/missed", new { reason = "Niet gekomen" });

        Assert.Equal([cancelled, missed], await ListedAsync(edition.Trainer, edition));
        Assert.Empty(await ListedAsync(fixture.ClientFor(TestCaller.Staff(other)), edition));
        var mine = await edition.Trainer.SendOkAsync(HttpMethod.Get, "/scheduling/v1/interviews/mine");
        Assert.Equal([cancelled, missed], mine.GetProperty("items").EnumerateArray().Select(interview => interview.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task R46_The_slots_have_no_seat_that_the_caller_cannot_give_to_themselves()
    {
        var (edition, _, _) = await EditionWithTwoTrainersAsync();
        await AppointAsync(edition, edition.ProjectManagerId, "trainer");

        Assert.Empty(await SeatedAsync(edition.ProjectManager, edition.ProjectManagerId));
        Assert.Equal([edition.DeanId, edition.ProjectManagerId], await SeatedAsync(edition.Dean, edition.ProjectManagerId));

        async Task<IEnumerable<Guid>> SeatedAsync(HttpClient by, Guid trainer) =>
            (await by.SendOkAsync(HttpMethod.Get, $"{Path}/slots?editionId={edition.Id}&kind=development&day=2026-12-01&trainerId={trainer}")).EnumerateArray()
            .SelectMany(slot => slot.GetProperty("panel").EnumerateArray()).Select(seat => seat.GetProperty("personId").GetGuid()).Distinct();
    }

    private async Task<(Scenario Edition, Guid Participation, Guid OtherTrainer)> EditionWithTwoTrainersAsync()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var other = await fixture.StaffAsync("Trainer 02");
        await AppointAsync(edition, other, "trainer");
        return (edition, (await edition.ParticipationAsync()).Id, other);
    }

    private static Task<JsonElement> AppointAsync(Scenario edition, Guid personId, string role, bool deputy = false, string from = "2025-01-01") =>
        edition.Dean.SendOkAsync(HttpMethod.Post, $"{edition.Path}/team", new { personId, role, deputy, from });

    private static async Task<Guid> BookAsync(Scenario edition, Guid participation) =>
        (await edition.ProjectManager.SendOkAsync(HttpMethod.Post, Path, edition.DevelopmentBooking(participation, At))).GetProperty("id").GetGuid();

    private static async Task<IReadOnlyList<Guid>> PanelAsync(Scenario edition, Guid interview) =>
    [
        .. (await edition.Dean.SendOkAsync(HttpMethod.Get, $"{Path}/{interview}")).GetProperty("panel").EnumerateArray()
            .Select(seat => seat.GetProperty("personId").GetGuid()),
    ];

    private static async Task<IReadOnlyList<Guid>> ListedAsync(HttpClient client, Scenario edition) =>
    [
        .. (await client.SendOkAsync(HttpMethod.Get, $"{Path}?editionId={edition.Id}")).GetProperty("items").EnumerateArray()
            .Select(interview => interview.GetProperty("id").GetGuid()),
    ];

    private static object Move(Scenario edition, Guid trainer) => new { startsAt = At, reason = "Ander panel", panel = Panel(edition.DeanId, trainer) };

    private static object[] Panel(Guid dean, Guid trainer) => [new { personId = dean, role = "dean" }, new { personId = trainer, role = "trainer" }];
}
