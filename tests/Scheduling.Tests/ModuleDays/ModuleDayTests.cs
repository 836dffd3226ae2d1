using System.Text.Json;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.ModuleDays;

public sealed class ModuleDayTests(SchedulingFixture fixture)
{
    [Fact]
    public async Task Two_days_of_one_edition_do_not_overlap()
    {
        var edition = await fixture.ReleasedEditionAsync();
        var first = await edition.DayAsync(1, "2026-10-26");
        var second = await edition.DayAsync(2, "2026-11-23");

        await PlanRefusedAsync(edition, Day(1, "2026-10-26", "09:30:00", "17:00:00"), "scheduling.module-day-overlaps");
        await PlanRefusedAsync(edition, Day(2, "2026-10-26", "16:59:00", "21:00:00"), "scheduling.module-day-overlaps");
        await edition.Manager.SendRefusedAsync(HttpMethod.Put, $"/scheduling/v1/module-days/{second}", Change("2026-10-26"), "scheduling.module-day-overlaps");

        // Its own time doesn't stand in its way, and that of a cancelled day is free.
        await edition.Manager.SendOkAsync(HttpMethod.Put, $"/scheduling/v1/module-days/{first}", Change("2026-10-26"));
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/module-days/{first}/cancellation");
        await edition.Manager.SendOkAsync(HttpMethod.Put, $"/scheduling/v1/module-days/{second}", Change("2026-10-26"));
    }

    [Fact]
    public async Task Of_one_day_that_is_planned_many_times_at_once_one_is_planned()
    {
        var edition = await fixture.ReleasedEditionAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            edition.Manager.SendAsync(HttpMethod.Post, $"{edition.Path}/module-days", Day(1, "2026-10-26", "09:30:00", "17:00:00"))));

        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.Equal(1, await fixture.InDatabase((SchedulingDbContext db) => db.ModuleDays.CountAsync(day => day.EditionId == edition.Id)));
    }

    [Fact]
    public async Task R47_Who_is_admitted_where_two_days_overlap_is_enrolled_and_the_team_is_told()
    {
        var edition = await fixture.OpenEditionAsync();
        await fixture.InDatabase(async (SchedulingDbContext db) =>
        {
            var stored = (await db.FindEditionAsync(edition.Id, TestContext.Current.CancellationToken))!;
            for (var number = 1; number <= 2; number++)
            {
                var plan = new DayPlan(new(2026, 10, 26), new(9, 30), new(17, 0), false, false, false, Demo: true);
                db.ModuleDays.Add(ModuleDay.Plan(stored, stored.ModuleNumbered(number)!, plan, [], [], SchedulingFixture.Beginning).Value);
            }

            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        var admission = Some.Admission(edition.Id);
        await fixture.PublishAsync(admission);

        await fixture.Events.PublishedAsync<ParticipantEnrolled>(e => e.ApplicationId == admission.ApplicationId);
        var proposals = await edition.Manager.SendOkAsync(HttpMethod.Get, $"{edition.Path}/proposals");
        Assert.Equal(["calendarConflict"], proposals.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task A_module_day_is_planned_for_a_time_to_come()
    {
        var edition = await fixture.ReleasedEditionAsync();

        // Half an hour before the fixture's time begins, which is 10:00 in Amsterdam.
        await PlanRefusedAsync(edition, Day(1, "2025-08-01", "09:30:00", "17:00:00"), "scheduling.starts-in-the-past");
        var day = await edition.DayAsync(1, "2026-10-26");
        await edition.Manager.SendRefusedAsync(HttpMethod.Put, $"/scheduling/v1/module-days/{day}", Change("2025-07-31"), "scheduling.starts-in-the-past");
    }

    [Fact]
    public async Task A_module_day_that_has_begun_is_not_moved_any_more()
    {
        var edition = await fixture.ReleasedEditionAsync();
        var day = await edition.DayAsync(1, "2026-10-26");
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 10, 26, 8, 30, 0, TimeSpan.Zero));

        await edition.Manager.SendRefusedAsync(HttpMethod.Put, $"/scheduling/v1/module-days/{day}", Change("2026-10-27"), "scheduling.module-day-begun");
    }

    private static object Day(int moduleNumber, string date, string startsAt, string endsAt) => new { moduleNumber, date, startsAt, endsAt };

    private static object Change(string date) => new { date, startsAt = "09:30:00", endsAt = "17:00:00" };

    private static Task<JsonElement> PlanRefusedAsync(TestEdition edition, object day, string code) =>
        edition.Manager.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/module-days", day, code);
}
