using System.Text.Json;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.ModuleDays;

public sealed class ModuleDayTests(SchedulingFixture fixture)
{
    [Fact]
    public async Task Two_days_of_one_edition_do_not_overlap()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var first = await edition.DayAsync(1, "2026-10-26");
        var second = await edition.DayAsync(2, "2026-11-23");

        await PlanRefusedAsync(edition, Day(1, "2026-10-26", "09:30:00", "17:00:00"), "scheduling.module-day-overlaps");
        await PlanRefusedAsync(edition, Day(2, "2026-10-26", "16:59:00", "21:00:00"), "scheduling.module-day-overlaps");
        await edition.Manager.SendRefusedAsync(HttpMethod.Put, $"/scheduling/v1/module-days/{second}", Change("2026-10-26"), "scheduling.module-day-overlaps");

        // A day doesn't overlap with its own former time, or with a cancelled day.
        await edition.Manager.SendOkAsync(HttpMethod.Put, $"/scheduling/v1/module-days/{first}", Change("2026-10-26"));
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/module-days/{first}/cancellation");
        await edition.Manager.SendOkAsync(HttpMethod.Put, $"/scheduling/v1/module-days/{second}", Change("2026-10-26"));
    }

    [Fact]
    public async Task A_day_that_is_planned_many_times_at_once_is_planned_once()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            edition.Manager.SendAsync(HttpMethod.Post, $"{edition.Path}/module-days", Day(1, "2026-10-26", "09:30:00", "17:00:00"))));

        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.Equal(1, await fixture.InDatabase((SchedulingDbContext db) => db.ModuleDays.CountAsync(day => day.EditionId == edition.Id)));
    }

    [Fact]
    public async Task R47_With_overlapping_module_days_an_admission_creates_a_participation_and_a_proposal()
    {
        var edition = await Scenario.CreateAsync(fixture);
        await fixture.InDatabase(async (SchedulingDbContext db) =>
        {
            var stored = (await db.FindEditionAsync(edition.Id, TestContext.Current.CancellationToken))!;
            for (var number = 1; number <= 2; number++)
            {
                db.ModuleDays.Add(stored.Day(number, "2026-10-26"));
            }

            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        var admission = Some.Admission(edition.Id);
        await fixture.PublishAsync(admission);

        await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.Change == ParticipationChange.Enrolled && e.ApplicationId == admission.ApplicationId);
        var proposals = await edition.Manager.SendOkAsync(HttpMethod.Get, $"{edition.Path}/proposals");
        Assert.Equal(["calendarConflict"], proposals.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task A_module_day_must_start_in_the_future()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);

        // Half an hour before the fixture's time begins, which is 10:00 in Amsterdam.
        await PlanRefusedAsync(edition, Day(1, "2025-08-01", "09:30:00", "17:00:00"), "scheduling.starts-in-the-past");
        var day = await edition.DayAsync(1, "2026-10-26");
        await edition.Manager.SendRefusedAsync(HttpMethod.Put, $"/scheduling/v1/module-days/{day}", Change("2025-07-31"), "scheduling.starts-in-the-past");
    }

    [Fact]
    public async Task A_module_day_that_has_begun_cannot_be_moved()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var day = await edition.DayAsync(1, "2026-10-26");
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 10, 26, 8, 30, 0, TimeSpan.Zero));

        await edition.Manager.SendRefusedAsync(HttpMethod.Put, $"/scheduling/v1/module-days/{day}", Change("2026-10-27"), "scheduling.module-day-begun");
    }

    private static object Day(int moduleNumber, string date, string startsAt, string endsAt) => new { moduleNumber, date, startsAt, endsAt };

    private static object Change(string date) => new { date, startsAt = "09:30:00", endsAt = "17:00:00" };

    private static Task<JsonElement> PlanRefusedAsync(Scenario edition, object day, string code) =>
        edition.Manager.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/module-days", day, code);
}
