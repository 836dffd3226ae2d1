using System.Text.Json;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Interviews;

/// <summary>A trainer's seat in a panel opens what the participant wrote (R46): who gives one, and to whom.</summary>
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
            await trainer.SendRefusedAsync(HttpMethod.Post, Path, Development(edition, participation, other, "2027-01-12T10:00:00Z"), "scheduling.part-needed");
            await trainer.SendRefusedAsync(HttpMethod.Post, $"{Path}/{interview}/move", Move(edition, other), "scheduling.part-needed");
            await trainer.SendRefusedAsync(HttpMethod.Post, $"{Path}/{interview}/move", new { startsAt = "2026-12-02T10:00:00Z", reason = "Later" }, "scheduling.part-needed");
            await trainer.SendRefusedAsync(HttpMethod.Post, $"{Path}/{interview}/cancellation", new { reason = "Afgezegd" }, "scheduling.part-needed");
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
            HttpMethod.Post, Path, Development(edition, participation, edition.ProjectManagerId, "2027-01-12T10:00:00Z"), "scheduling.own-seat");
        Assert.Equal(["panel[1] own-seat"], booked.Faults());
        await edition.ProjectManager.SendRefusedAsync(HttpMethod.Post, $"{Path}/{interview}/move", Move(edition, edition.ProjectManagerId), "scheduling.own-seat");
        // Nor as the deputy dean that they are to be: today they read nothing.
        await edition.ProjectManager.SendRefusedAsync(
            HttpMethod.Post, Path, Development(edition, participation, other, "2027-01-12T10:00:00Z", dean: edition.ProjectManagerId), "scheduling.own-seat");

        // Others they seat; and a seat of their own that the dean gave, they don't keep for longer.
        await edition.ProjectManager.SendOkAsync(HttpMethod.Post, $"{Path}/{interview}/move", Move(edition, other));
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{Path}/{interview}/move", Move(edition, edition.ProjectManagerId));
        await edition.ProjectManager.SendRefusedAsync(HttpMethod.Post, $"{Path}/{interview}/move", new { startsAt = "2027-06-01T10:00:00Z", reason = "Later" }, "scheduling.own-seat");
    }

    [Fact]
    public async Task R46_A_dean_sits_as_dean_and_gives_no_trainers_seat_to_themselves()
    {
        var (edition, participation, _) = await EditionWithTwoTrainersAsync();
        var deputy = await fixture.StaffAsync("Waarnemer");
        await AppointAsync(edition, deputy, "dean", deputy: true);
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{edition.Path}/team", new { personId = edition.DeanId, part = "trainer", from = "2025-01-01" });
        var body = Development(edition, participation, edition.DeanId, At, dean: deputy);

        // It would outlive the role of dean.
        await edition.Dean.SendRefusedAsync(HttpMethod.Post, Path, body, "scheduling.own-seat");

        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, body);
        await edition.Dean.SendOkAsync(HttpMethod.Post, Path, Development(edition, participation, edition.TrainerId, "2027-01-12T10:00:00Z"));
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
        await fixture.ClientFor(TestCaller.Person(edition.TrainerId)).SendRefusedAsync(HttpMethod.Get, $"{Path}/{interview}", null, "scheduling.interview-unknown");
        await unseated.SendRefusedAsync(HttpMethod.Get, $"{Path}/slots?editionId={edition.Id}&kind=intake", null, "scheduling.part-needed");
    }

    [Fact]
    public async Task R36_That_an_interview_was_missed_is_noted_by_its_panel_or_by_who_organises()
    {
        var (edition, participation, other) = await EditionWithTwoTrainersAsync();
        var interview = await BookAsync(edition, participation);
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 12, 1, 10, 30, 0, TimeSpan.Zero));

        await fixture.ClientFor(TestCaller.Staff(other)).SendRefusedAsync(HttpMethod.Post, $"{Path}/{interview}/missed", new { reason = "Niet gekomen" }, "scheduling.part-needed");
        await edition.Trainer.SendOkAsync(HttpMethod.Post, $"{Path}/{interview}/missed", new { reason = "Niet gekomen" });
        await fixture.Events.PublishedAsync<InterviewMissed>(e => e.InterviewId == interview);
    }

    [Fact]
    public async Task A_trainer_s_list_has_the_interviews_that_were_missed_or_cancelled_too()
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

    private async Task<(TestEdition Edition, Guid Participation, Guid OtherTrainer)> EditionWithTwoTrainersAsync()
    {
        var edition = await fixture.ReleasedEditionAsync();
        var other = await fixture.StaffAsync("Trainer 02");
        await AppointAsync(edition, other, "trainer");
        return (edition, (await edition.ParticipationAsync()).Id, other);
    }

    private static Task<JsonElement> AppointAsync(TestEdition edition, Guid personId, string part, bool deputy = false, string from = "2025-01-01") =>
        edition.Dean.SendOkAsync(HttpMethod.Post, $"{edition.Path}/team", new { personId, part, deputy, from });

    private static async Task<Guid> BookAsync(TestEdition edition, Guid participation) =>
        (await edition.ProjectManager.SendOkAsync(HttpMethod.Post, Path, Development(edition, participation, edition.TrainerId, At))).GetProperty("id").GetGuid();

    private static async Task<IReadOnlyList<Guid>> PanelAsync(TestEdition edition, Guid interview) =>
        [.. (await edition.Dean.SendOkAsync(HttpMethod.Get, $"{Path}/{interview}")).GetProperty("panel").EnumerateArray().Select(seat => seat.GetProperty("personId").GetGuid())];

    private static async Task<IReadOnlyList<Guid>> ListedAsync(HttpClient client, TestEdition edition) =>
        [.. (await client.SendOkAsync(HttpMethod.Get, $"{Path}?editionId={edition.Id}")).GetProperty("items").EnumerateArray().Select(interview => interview.GetProperty("id").GetGuid())];

    private static object Move(TestEdition edition, Guid trainer) => new { startsAt = At, reason = "Ander panel", panel = Panel(edition.DeanId, trainer) };

    private static object Development(TestEdition edition, Guid participationId, Guid trainer, string startsAt, Guid? dean = null) =>
        new { kind = "development", editionId = edition.Id, participationId, startsAt, panel = Panel(dean ?? edition.DeanId, trainer) };

    private static object[] Panel(Guid dean, Guid trainer) => [new { personId = dean, part = "dean" }, new { personId = trainer, part = "trainer" }];
}
