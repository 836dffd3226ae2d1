using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.Interviews;

/// <summary>A person has one appointment at a time (R47).</summary>
public sealed class InterviewTimeTests(SchedulingFixture fixture)
{
    private const string Path = "/scheduling/v1/interviews";

    [Fact]
    public async Task R47_A_person_has_one_appointment_at_a_time_whatever_their_roles()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var first = await edition.ApplicationAsync();
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.IntakeBooking(first, "2025-09-12T07:00:00Z"));

        var problem = await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, Path, edition.IntakeBooking(await edition.ApplicationAsync(), "2025-09-12T07:44:00Z"), "scheduling.person-occupied");
        Assert.Equal(new[] { edition.DeanId, edition.ManagerId }.Order().Select(id => $"{id} occupied"), problem.Faults());

        // The end of one is the beginning of the next.
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.IntakeBooking(await edition.ApplicationAsync(), "2025-09-12T07:45:00Z"));

        // The dean is a trainer on a module day of another edition, too.
        var other = await Scenario.CreateAsync(fixture);
        await other.Manager.SendOkAsync(HttpMethod.Post, $"{other.Path}/team", new { personId = edition.DeanId, role = "trainer", from = "2025-01-01" });
        var day = await other.Manager.SendRefusedAsync(
            HttpMethod.Post, $"{other.Path}/module-days",
            new { moduleNumber = 1, date = "2025-09-12", startsAt = "09:30:00", endsAt = "17:00:00", teachers = new[] { edition.DeanId } },
            "scheduling.person-occupied");
        Assert.Equal([$"{edition.DeanId} occupied"], day.Faults());
    }

    [Fact]
    public async Task R47_A_participant_on_a_module_day_has_no_interview_at_the_same_time()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync();
        await edition.DayAsync(1, "2026-10-26");

        var problem = await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, Path, edition.DevelopmentBooking(participation.Id, "2026-10-26T15:00:00Z"), "scheduling.person-occupied");

        Assert.Equal([$"{participation.PersonId} occupied"], problem.Faults());
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.DevelopmentBooking(participation.Id, "2026-10-26T16:00:00Z"));
    }

    [Fact]
    public async Task R47_A_module_day_is_not_planned_over_a_participants_interview()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync();
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.DevelopmentBooking(participation.Id, "2026-11-23T10:00:00Z"));

        var problem = await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, $"{edition.Path}/module-days", new { moduleNumber = 2, date = "2026-11-23", startsAt = "09:30:00", endsAt = "17:00:00" },
            "scheduling.person-occupied");

        Assert.Equal([$"{participation.PersonId} occupied"], problem.Faults());
        Assert.False(await fixture.InDatabase((SchedulingDbContext db) => db.ModuleDays.AnyAsync(day => day.EditionId == edition.Id)));
    }

    [Fact]
    public async Task R47_A_moved_or_cancelled_interview_leaves_its_time_free()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var interview = await edition.Manager.SendOkAsync(
            HttpMethod.Post, Path, edition.IntakeBooking(await edition.ApplicationAsync(), "2025-09-12T07:00:00Z"));
        var id = interview.GetProperty("id").GetGuid();

        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{Path}/{id}/move", new { startsAt = "2025-09-12T07:15:00Z", reason = "Trein" });
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{Path}/{id}/move", new { startsAt = "2025-09-19T07:00:00Z", reason = "Ziek" });
        await fixture.Events.PublishedAsync<InterviewChanged>(e => e.Change == InterviewChange.Moved && e.InterviewId == id && e.Version == 3);
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.IntakeBooking(await edition.ApplicationAsync(), "2025-09-12T07:00:00Z"));

        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{Path}/{id}/cancellation", new { reason = "Ziek" });
        await fixture.Events.PublishedAsync<InterviewChanged>(e => e.Change == InterviewChange.Cancelled && e.InterviewId == id && e.Version == 4);
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.IntakeBooking(await edition.ApplicationAsync(), "2025-09-19T07:00:00Z"));
    }

    [Fact]
    public async Task R47_A_move_to_a_time_that_is_taken_is_refused_and_changes_nothing()
    {
        var edition = await Scenario.CreateAsync(fixture);
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.IntakeBooking(await edition.ApplicationAsync(), "2025-09-12T07:00:00Z"));
        var interview = await edition.Manager.SendOkAsync(
            HttpMethod.Post, Path, edition.IntakeBooking(await edition.ApplicationAsync(), "2025-09-12T09:00:00Z"));
        var id = interview.GetProperty("id").GetGuid();

        await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, $"{Path}/{id}/move", new { startsAt = "2025-09-12T07:30:00Z", reason = "Eerder" }, "scheduling.person-occupied");

        var stored = await fixture.InDatabase((SchedulingDbContext db) => db.Interviews.SingleAsync(i => i.Id == id));
        Assert.Equal((1L, new DateTimeOffset(2025, 9, 12, 9, 0, 0, TimeSpan.Zero)), (stored.Version, stored.StartsAt));
        Assert.Equal(
            3, await fixture.InDatabase((SchedulingDbContext db) => db.CalendarEntries.CountAsync(e => e.SourceId == id && e.StartsAt == stored.StartsAt)));
    }
}
