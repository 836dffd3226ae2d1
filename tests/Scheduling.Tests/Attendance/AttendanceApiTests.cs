using System.Text.Json;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Participations;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.Attendance;

public sealed class AttendanceApiTests(SchedulingFixture fixture)
{
    private static readonly DateTimeOffset ModuleOne = new(2026, 10, 26, 17, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset ModuleTwo = new(2026, 11, 23, 17, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task R20_A_missed_module_one_gives_a_proposal_at_once_and_the_dean_ends_the_participation()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var next = await Scenario.CreateAsync(fixture);
        var participation = await edition.ParticipationAsync();
        var day = await edition.DayAsync(1, "2026-10-26");
        await edition.DayAsync(1, "2026-10-27");
        fixture.Clock.AdjustTime(ModuleOne);

        await edition.RecordAsync(day, participation.Id, present: false);

        await fixture.Events.PublishedAsync<AttendanceChanged>(e => e.ParticipationId == participation.Id && e.Status == AttendanceStatus.Failed);
        var proposal = Assert.Single(
            (await edition.Dean.SendOkAsync(HttpMethod.Get, $"{edition.Path}/proposals?open=true")).GetProperty("items").EnumerateArray());
        Assert.Equal(("endParticipation", participation.Id), (proposal.GetProperty("kind").GetString(), proposal.GetProperty("participationId").GetGuid()));
        Assert.DoesNotContain(
            fixture.Events.Seen.OfType<ParticipationChanged>().Where(e => e.Change == ParticipationChange.Ended), e => e.ParticipationId == participation.Id);

        var path = $"/scheduling/v1/participations/{participation.Id}";
        await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, $"{path}/end", new { reason = "Module 1 gemist", heardOn = "2026-10-26" }, "scheduling.role-required");
        await edition.Dean.SendRefusedAsync(HttpMethod.Post, $"{path}/end", new { reason = "Module 1 gemist" }, "scheduling.participant-not-heard");
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{path}/end", new { reason = "Module 1 gemist", heardOn = "2026-10-26", offeredEditionId = next.Id });

        await fixture.Events.PublishedAsync<ParticipationChanged>(
            e => e.Change == ParticipationChange.Ended && e.ParticipationId == participation.Id && e.Status == ParticipationStatus.Ended);
        Assert.Equal(0, (await edition.Dean.SendOkAsync(HttpMethod.Get, $"{edition.Path}/proposals?open=true")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task R20_The_participant_is_heard_even_if_the_proposal_was_closed_before_the_end()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync();
        var day = await edition.DayAsync(1, "2026-10-26");
        fixture.Clock.AdjustTime(ModuleOne);
        await edition.RecordAsync(day, participation.Id, present: false);
        var proposal = Assert.Single(
            (await edition.Dean.SendOkAsync(HttpMethod.Get, $"{edition.Path}/proposals?open=true")).GetProperty("items").EnumerateArray());
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/proposals/{proposal.GetProperty("id").GetGuid()}/closing", new { reason = "Gezien" });

        var path = $"/scheduling/v1/participations/{participation.Id}/end";
        await edition.Dean.SendRefusedAsync(HttpMethod.Post, path, new { reason = "Module 1 gemist" }, "scheduling.participant-not-heard");
        await edition.Dean.SendOkAsync(HttpMethod.Post, path, new { reason = "Module 1 gemist", heardOn = "2026-10-26" });
    }

    [Fact]
    public async Task R5_No_one_acts_for_the_programme_on_their_own_participation()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync();
        var day = await edition.DayAsync(1, "2026-10-26");
        fixture.Clock.AdjustTime(ModuleOne);

        // The dean takes part as well.
        await fixture.InDatabase(async (SchedulingDbContext db) =>
            await db.Participations.Where(p => p.Id == participation.Id).ExecuteUpdateAsync(
                set => set.SetProperty(p => p.PersonId, edition.DeanId), TestContext.Current.CancellationToken));

        var path = $"/scheduling/v1/participations/{participation.Id}";
        await edition.Dean.SendRefusedAsync(HttpMethod.Post, $"{path}/pause", new { }, "scheduling.conflict-of-interest");
        await edition.Dean.SendRefusedAsync(HttpMethod.Post, $"{path}/end", new { reason = "Eigen besluit" }, "scheduling.conflict-of-interest");
        await edition.Dean.SendRefusedAsync(
            HttpMethod.Post, $"/scheduling/v1/module-days/{day}/attendance", new[] { new { participationId = participation.Id, present = true } },
            "scheduling.conflict-of-interest");
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{path}/pause", new { });
    }

    [Fact]
    public async Task R20_Module_one_cannot_be_missed()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync();
        var day = await edition.DayAsync(1, "2026-10-26");
        var body = new { moduleDayId = day, category = "forceMajeure", reason = "Overmacht" };

        await fixture.ClientFor(TestCaller.Person(participation.PersonId))
            .SendRefusedAsync(HttpMethod.Post, $"/scheduling/v1/participations/{participation.Id}/absences", body, "scheduling.module-one-cannot-be-missed");
        await edition.Dean.SendRefusedAsync(
            HttpMethod.Post, $"/scheduling/v1/participations/{participation.Id}/absences", body, "scheduling.module-one-cannot-be-missed");
    }

    [Fact]
    public async Task R20_A_proposal_lapses_when_the_record_is_corrected()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync();
        var day = await edition.DayAsync(1, "2026-10-26");
        fixture.Clock.AdjustTime(ModuleOne);
        await edition.RecordAsync(day, participation.Id, present: false);
        await edition.RecordAsync(day, participation.Id, present: true);

        var corrected = await fixture.Events.PublishedAsync<AttendanceChanged>(
            e => e.ParticipationId == participation.Id && e.Status == AttendanceStatus.InProgress);
        Assert.Equal((2L, (bool?)true), (corrected.Version, corrected.ModuleOneAttended));
        var proposal = Assert.Single((await edition.Dean.SendOkAsync(HttpMethod.Get, $"{edition.Path}/proposals")).GetProperty("items").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, proposal.GetProperty("closedBy").ValueKind);
        Assert.NotEqual(JsonValueKind.Null, proposal.GetProperty("closedAt").ValueKind);
    }

    [Fact]
    public async Task R21_The_catch_up_assignment_compensates_an_approved_absence()
    {
        var (edition, participation, day) = await BeforeModuleTwoAsync();
        var absence = await RequestAsync(edition, participation, day);
        await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, $"/scheduling/v1/absences/{absence}/decision", new { approved = true }, "scheduling.catch-up-assignment-needed");
        await edition.Manager.SendOkAsync(
            HttpMethod.Post, $"/scheduling/v1/absences/{absence}/decision", new { approved = true, catchUpAssignment = "Verslag van het gemiste dagdeel" });

        fixture.Clock.AdjustTime(ModuleTwo);
        await edition.RecordAsync(day, participation.Id, present: false);
        var missed = await fixture.Events.PublishedAsync<AttendanceChanged>(e => e.ParticipationId == participation.Id && e.Status == AttendanceStatus.AtRisk);
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/absences/{absence}/catch-up/completion");

        await fixture.Events.PublishedAsync<AttendanceChanged>(
            e => e.ParticipationId == participation.Id && e.Status == AttendanceStatus.InProgress && e.Version > missed.Version);
    }

    [Fact]
    public async Task R19_A_second_absence_gives_a_warning_that_is_closed_with_a_reason()
    {
        var (edition, participation, day) = await BeforeModuleTwoAsync();
        var another = await edition.DayAsync(2, "2026-11-24");
        await RequestAsync(edition, participation, day);

        var second = await fixture.ClientFor(TestCaller.Person(participation.PersonId)).SendOkAsync(
            HttpMethod.Post, $"/scheduling/v1/participations/{participation.Id}/absences",
            new { moduleDayId = another, category = "private", reason = "Verhuizing" });

        Assert.Equal(["scheduling.second-absence"], second.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));
        var warning = Assert.Single(
            (await edition.Manager.SendOkAsync(HttpMethod.Get, $"{edition.Path}/proposals?open=true")).GetProperty("items").EnumerateArray());
        var closing = $"/scheduling/v1/proposals/{warning.GetProperty("id").GetGuid()}/closing";
        await edition.Manager.SendRefusedAsync(HttpMethod.Post, closing, new { reason = "" }, "request.invalid");
        var closed = await edition.Manager.SendOkAsync(HttpMethod.Post, closing, new { reason = "Besproken" });
        Assert.Equal(("Besproken", edition.ManagerId), (closed.GetProperty("closingReason").GetString(), closed.GetProperty("closedBy").GetGuid()));
    }

    [Fact]
    public async Task R19_The_warning_of_a_second_absence_is_shown_with_the_absence()
    {
        var (edition, participation, day) = await BeforeModuleTwoAsync();
        var another = await edition.DayAsync(2, "2026-11-24");
        var other = await edition.ParticipationAsync();
        await RequestAsync(edition, participation, day);
        await RequestAsync(edition, participation, another);
        await RequestAsync(edition, other, day);

        var listed = (await edition.Dean.SendOkAsync(HttpMethod.Get, $"{edition.Path}/absences")).GetProperty("items").EnumerateArray()
            .ToLookup(absence => absence.GetProperty("participationId").GetGuid(), Warnings);
        Assert.All(listed[participation.Id], warnings => Assert.Equal(["scheduling.second-absence"], warnings));
        Assert.All(listed[other.Id], Assert.Empty);

        var overview = await edition.Dean.SendOkAsync(HttpMethod.Get, $"/scheduling/v1/participations/{participation.Id}/attendance");
        var details = overview.GetProperty("days").EnumerateArray()
            .Select(d => d.GetProperty("absence")).Where(d => d.ValueKind != JsonValueKind.Null).ToList();
        Assert.Equal(2, details.Count);
        Assert.All(details, absence => Assert.Equal(["scheduling.second-absence"], Warnings(absence)));

        static IReadOnlyList<string?> Warnings(JsonElement absence) => [.. absence.GetProperty("warnings").EnumerateArray().Select(w => w.GetString())];
    }

    [Fact]
    public async Task R18_Late_arrival_and_early_departure_are_recorded_but_not_before_the_day()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync();
        var day = await edition.DayAsync(1, "2026-10-26");
        var path = $"/scheduling/v1/module-days/{day}/attendance";
        object[] late = [new { participationId = participation.Id, present = true, arrivedAt = "10:15:00", leftAt = "16:30:00" }];

        await edition.Trainer.SendRefusedAsync(HttpMethod.Post, path, late, "scheduling.module-day-not-begun");
        fixture.Clock.AdjustTime(ModuleOne);
        var recorded = await edition.Trainer.SendOkAsync(HttpMethod.Post, path, late);
        Assert.Equal(("10:15:00", "16:30:00"), (recorded[0].GetProperty("arrivedAt").GetString(), recorded[0].GetProperty("leftAt").GetString()));

        var problem = await edition.Trainer.SendRefusedAsync(
            HttpMethod.Post, path, new object[] { late[0], late[0], new { participationId = Some.Id(), present = false, arrivedAt = "10:00:00" } },
            "scheduling.attendance-invalid");
        Assert.Equal(["[1].participationId duplicate", "[2].participationId not-in-edition", "[2].present not-present"], problem.Faults());
    }

    [Fact]
    public async Task R21_Only_participant_dean_and_programme_manager_see_the_reason_of_an_absence()
    {
        var (edition, participation, day) = await BeforeModuleTwoAsync();
        await RequestAsync(edition, participation, day);
        var path = $"/scheduling/v1/participations/{participation.Id}/attendance";

        Assert.All(
            await Task.WhenAll(
                fixture.ClientFor(TestCaller.Person(participation.PersonId)).GetStringAsync(
                    new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken),
                edition.Dean.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)),
            text => Assert.Contains("Raadsvergadering", text, StringComparison.Ordinal));
        Assert.All(
            await Task.WhenAll(
                edition.ProjectManager.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken),
                edition.Trainer.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)),
            text => Assert.DoesNotContain("Raadsvergadering", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task R16_A_transfer_carries_over_the_modules_that_were_met()
    {
        var (edition, participation, day) = await BeforeModuleTwoAsync();
        fixture.Clock.AdjustTime(ModuleTwo);
        await edition.RecordAsync(day, participation.Id, present: false);
        var next = await Scenario.CreateLaterAsync(fixture);
        fixture.Clock.AdjustTime(ModuleTwo);

        var transferred = await edition.TransferAsync(participation.Id, next);

        var met = Assert.Single(transferred.GetProperty("transfers")[0].GetProperty("met").EnumerateArray());
        Assert.Equal((1, edition.Id), (met.GetProperty("number").GetInt32(), met.GetProperty("editionId").GetGuid()));
        await fixture.Events.PublishedAsync<ParticipationChanged>(
            e => e.Change == ParticipationChange.Transferred && e.ParticipationId == participation.Id && e.EditionId == next.Id);
        var standing = await fixture.Events.PublishedAsync<AttendanceChanged>(e => e.ParticipationId == participation.Id && e.EditionId == next.Id);
        Assert.Equal((AttendanceStatus.InProgress, (bool?)true), (standing.Status, standing.ModuleOneAttended));
    }

    private async Task<(Scenario Edition, Participation Participation, Guid Day)> BeforeModuleTwoAsync()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync();
        var first = await edition.DayAsync(1, "2026-10-26");
        var second = await edition.DayAsync(2, "2026-11-23");
        fixture.Clock.AdjustTime(ModuleOne);
        await edition.RecordAsync(first, participation.Id, present: true);
        return (edition, participation, second);
    }

    private async Task<Guid> RequestAsync(Scenario edition, Participation participation, Guid day) =>
        (await fixture.ClientFor(TestCaller.Person(participation.PersonId)).SendOkAsync(
            HttpMethod.Post, $"/scheduling/v1/participations/{participation.Id}/absences",
            new { moduleDayId = day, category = "work", reason = "Raadsvergadering" }))
        .GetProperty("id").GetGuid();
}
