using System.Text.Json;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.Interviews;

public sealed class InterviewApiTests(SchedulingFixture fixture)
{
    private const string Path = "/scheduling/v1/interviews";

    [Fact]
    public async Task R11_An_intake_interview_with_one_panel_member_is_not_booked()
    {
        var edition = await fixture.OpenEditionAsync();
        var application = await edition.ApplicationAsync();

        var problem = await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, Path,
            new { kind = "intake", editionId = edition.Id, applicationId = application.ApplicationId, startsAt = "2025-09-12T07:00:00Z", panel = new[] { new { personId = edition.ManagerId, part = "programmeManager" } } },
            "scheduling.panel-incomplete");

        Assert.Equal(["dean missing"], problem.Faults());
        Assert.False(await fixture.InDatabase((SchedulingDbContext db) => db.Interviews.AnyAsync(i => i.EditionId == edition.Id)));
        Assert.False(await fixture.InDatabase((SchedulingDbContext db) => db.Calendar.AnyAsync(e => e.PersonId == edition.ManagerId)));
    }

    [Fact]
    public async Task R47_Nobody_is_in_two_places_at_once_whatever_their_roles()
    {
        var edition = await fixture.OpenEditionAsync();
        var first = await edition.ApplicationAsync();
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(first, "2025-09-12T07:00:00Z"));

        var problem = await edition.Manager.SendRefusedAsync(HttpMethod.Post, Path, edition.Booking(await edition.ApplicationAsync(), "2025-09-12T07:44:00Z"), "scheduling.person-occupied");
        Assert.Equal(new[] { edition.DeanId, edition.ManagerId }.Order().Select(id => $"{id} occupied"), problem.Faults());

        // The end of one is the beginning of the next.
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(await edition.ApplicationAsync(), "2025-09-12T07:45:00Z"));

        // The dean is a trainer on a module day of another edition, too.
        var other = await fixture.OpenEditionAsync();
        await other.Manager.SendOkAsync(HttpMethod.Post, $"{other.Path}/team", new { personId = edition.DeanId, part = "trainer", from = "2025-01-01" });
        var day = await other.Manager.SendRefusedAsync(
            HttpMethod.Post, $"{other.Path}/module-days",
            new { moduleNumber = 1, date = "2025-09-12", startsAt = "09:30:00", endsAt = "17:00:00", teachers = new[] { edition.DeanId } }, "scheduling.person-occupied");
        Assert.Equal([$"{edition.DeanId} occupied"], day.Faults());
    }

    [Fact]
    public async Task R47_A_participant_on_a_module_day_has_no_interview_at_the_same_time()
    {
        var edition = await fixture.ReleasedEditionAsync();
        var participation = await edition.ParticipationAsync();
        await edition.DayAsync(1, "2026-10-26");

        var problem = await edition.Manager.SendRefusedAsync(HttpMethod.Post, Path, Development(edition, participation.Id, "2026-10-26T15:00:00Z"), "scheduling.person-occupied");

        Assert.Equal([$"{participation.PersonId} occupied"], problem.Faults());
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, Development(edition, participation.Id, "2026-10-26T16:00:00Z"));
    }

    [Fact]
    public async Task R47_A_module_day_is_not_planned_over_a_participants_interview()
    {
        var edition = await fixture.ReleasedEditionAsync();
        var participation = await edition.ParticipationAsync();
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, Development(edition, participation.Id, "2026-11-23T10:00:00Z"));

        var problem = await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, $"{edition.Path}/module-days", new { moduleNumber = 2, date = "2026-11-23", startsAt = "09:30:00", endsAt = "17:00:00" }, "scheduling.person-occupied");

        Assert.Equal([$"{participation.PersonId} occupied"], problem.Faults());
        Assert.False(await fixture.InDatabase((SchedulingDbContext db) => db.ModuleDays.AnyAsync(day => day.EditionId == edition.Id)));
    }

    [Fact]
    public async Task R47_A_moved_or_cancelled_interview_leaves_its_time_free()
    {
        var edition = await fixture.OpenEditionAsync();
        var interview = await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(await edition.ApplicationAsync(), "2025-09-12T07:00:00Z"));
        var id = interview.GetProperty("id").GetGuid();

        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{Path}/{id}/move", new { startsAt = "2025-09-12T07:15:00Z", reason = "Trein" });
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{Path}/{id}/move", new { startsAt = "2025-09-19T07:00:00Z", reason = "Ziek" });
        await fixture.Events.PublishedAsync<InterviewMoved>(e => e.InterviewId == id && e.Version == 3);
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(await edition.ApplicationAsync(), "2025-09-12T07:00:00Z"));

        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{Path}/{id}/cancellation", new { reason = "Ziek" });
        await fixture.Events.PublishedAsync<InterviewCancelled>(e => e.InterviewId == id && e.Version == 4);
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(await edition.ApplicationAsync(), "2025-09-19T07:00:00Z"));
    }

    [Fact]
    public async Task R47_A_move_to_a_time_that_is_taken_is_refused_and_changes_nothing()
    {
        var edition = await fixture.OpenEditionAsync();
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(await edition.ApplicationAsync(), "2025-09-12T07:00:00Z"));
        var interview = await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(await edition.ApplicationAsync(), "2025-09-12T09:00:00Z"));
        var id = interview.GetProperty("id").GetGuid();

        await edition.Manager.SendRefusedAsync(HttpMethod.Post, $"{Path}/{id}/move", new { startsAt = "2025-09-12T07:30:00Z", reason = "Eerder" }, "scheduling.person-occupied");

        var stored = await fixture.InDatabase((SchedulingDbContext db) => db.Interviews.SingleAsync(i => i.Id == id));
        Assert.Equal((1L, new DateTimeOffset(2025, 9, 12, 9, 0, 0, TimeSpan.Zero)), (stored.Version, stored.StartsAt));
        Assert.Equal(3, await fixture.InDatabase((SchedulingDbContext db) => db.Calendar.CountAsync(e => e.SourceId == id && e.StartsAt == stored.StartsAt)));
    }

    [Fact]
    public async Task R10_An_intake_interview_is_booked_once_for_an_application_that_is_submitted()
    {
        var (edition, other) = (await fixture.OpenEditionAsync(), await fixture.OpenEditionAsync());
        var application = await edition.ApplicationAsync();
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(application, "2025-09-12T07:00:00Z"));

        await edition.Manager.SendRefusedAsync(HttpMethod.Post, Path, edition.Booking(application, "2025-09-19T07:00:00Z"), "scheduling.interview-already-booked");
        await other.Manager.SendRefusedAsync(HttpMethod.Post, Path, other.Booking(application, "2025-09-12T09:00:00Z"), "scheduling.application-unknown");
        await edition.Manager.SendRefusedAsync(HttpMethod.Post, Path, edition.Booking(Some.Application(edition.Id), "2025-09-12T09:00:00Z"), "scheduling.application-unknown");

        var draft = Some.Application(edition.Id) with { Status = ApplicationStatus.Draft };
        await fixture.PublishAsync(draft);
        await Eventually.TrueAsync(() => fixture.InDatabase((SchedulingDbContext db) => db.Applications.AnyAsync(a => a.ApplicationId == draft.ApplicationId)), "the draft is known");
        await edition.Manager.SendRefusedAsync(HttpMethod.Post, Path, edition.Booking(draft, "2025-09-12T09:00:00Z"), "scheduling.application-not-submitted");
    }

    [Fact]
    public async Task R10_That_an_intake_interview_was_held_is_learnt_from_Intake()
    {
        var edition = await fixture.OpenEditionAsync();
        var application = await edition.ApplicationAsync();
        var id = (await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(application, "2025-09-12T07:00:00Z"))).GetProperty("id").GetGuid();

        await fixture.PublishAsync(new IntakeInterviewHeld
        {
            ApplicationId = application.ApplicationId,
            Version = 3,
            OccurredAt = Some.Moment,
            EditionId = edition.Id,
            PersonId = application.PersonId,
            DisplayName = application.DisplayName,
            Status = ApplicationStatus.Interviewed,
            InterviewId = id,
        });

        var held = await fixture.Events.PublishedAsync<InterviewChanged>(e => e.InterviewId == id && e.Status == InterviewStatus.Held);
        Assert.Equal(2, held.Version);
    }

    [Fact]
    public async Task R36_That_a_development_interview_was_held_is_learnt_from_Assessment()
    {
        var edition = await fixture.ReleasedEditionAsync();
        var participation = await edition.ParticipationAsync();
        var id = (await edition.Manager.SendOkAsync(HttpMethod.Post, Path, Development(edition, participation.Id, "2026-12-01T10:00:00Z"))).GetProperty("id").GetGuid();

        await fixture.PublishAsync(Held(participation.Id, participation.PersonId, edition.Id, id));

        await fixture.Events.PublishedAsync<InterviewChanged>(e => e.InterviewId == id && e.Status == InterviewStatus.Held);
    }

    [Fact]
    public async Task R36_A_development_interview_that_was_held_counts_after_a_transfer_too()
    {
        var (edition, next) = (await fixture.ReleasedEditionAsync(), await fixture.OpenEditionAsync());
        await next.Manager.SendOkAsync(HttpMethod.Put, $"{next.Path}/dates", new { startsOn = "2027-10-25", intakeDays = new[] { new { date = "2025-09-12" } }, reason = "Volgende editie" });
        var participation = await edition.ParticipationAsync();
        var id = (await edition.Manager.SendOkAsync(HttpMethod.Post, Path, Development(edition, participation.Id, "2026-12-01T10:00:00Z"))).GetProperty("id").GetGuid();
        await fixture.PublishAsync(Held(participation.Id, participation.PersonId, edition.Id, id));
        await fixture.Events.PublishedAsync<InterviewChanged>(e => e.InterviewId == id && e.Status == InterviewStatus.Held);
        await edition.TransferAsync(participation.Id, next);

        await next.Manager.SendOkAsync(HttpMethod.Post, Path, Development(next, participation.Id, "2027-12-01T10:00:00Z"));
        await next.Manager.SendRefusedAsync(HttpMethod.Post, Path, Development(next, participation.Id, "2028-03-01T10:00:00Z"), "scheduling.interview-already-booked");
    }

    [Fact]
    public async Task R10_An_interview_that_was_missed_is_booked_anew()
    {
        var edition = await fixture.OpenEditionAsync();
        var application = await edition.ApplicationAsync();
        var id = (await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(application, "2025-09-12T07:00:00Z"))).GetProperty("id").GetGuid();

        await edition.Dean.SendRefusedAsync(HttpMethod.Post, $"{Path}/{id}/missed", new { reason = "Niet gekomen" }, "scheduling.interview-not-begun");
        fixture.Clock.AdjustTime(new DateTimeOffset(2025, 9, 12, 7, 20, 0, TimeSpan.Zero));
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{Path}/{id}/missed", new { reason = "Niet gekomen" });

        await fixture.Events.PublishedAsync<InterviewMissed>(e => e.InterviewId == id);
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(application, "2025-09-12T07:30:00Z"));
    }

    [Fact]
    public async Task R13_The_free_times_of_a_panel_on_the_intake_days_bound_how_many_can_be_seen()
    {
        var edition = await fixture.OpenEditionAsync();
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(await edition.ApplicationAsync(), "2025-09-12T07:00:00Z"));

        var slots = await edition.Manager.SendOkAsync(HttpMethod.Get, $"{Path}/slots?editionId={edition.Id}&kind=intake");

        // From 09:00 to 18:00 there are twelve of 45 minutes a day; one of the thirty-six is taken.
        Assert.Equal(35, slots.GetArrayLength());
        Assert.Equal(new DateTimeOffset(2025, 9, 12, 7, 45, 0, TimeSpan.Zero), slots[0].GetProperty("startsAt").GetDateTimeOffset());
        Assert.Equal([edition.DeanId, edition.ManagerId], slots[0].GetProperty("panel").EnumerateArray().Select(seat => seat.GetProperty("personId").GetGuid()));
    }

    [Fact]
    public async Task R5_The_free_times_for_an_application_have_a_deputy_for_who_has_a_conflict_of_interest()
    {
        var edition = await fixture.OpenEditionAsync();
        var (application, deputy) = (await edition.ApplicationAsync(), await fixture.StaffAsync("Waarnemer"));
        await fixture.HandledAsync(application with { Version = 3, ConflictsOfInterest = [edition.ManagerId] });
        Task<JsonElement> SlotsAsync() => edition.Manager.SendOkAsync(HttpMethod.Get, $"{Path}/slots?editionId={edition.Id}&kind=intake&applicationId={application.ApplicationId}");
        Assert.Equal(0, (await SlotsAsync()).GetArrayLength());

        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{edition.Path}/team", new { personId = deputy, part = "programmeManager", deputy = true, from = "2025-01-01" });

        var panel = (await SlotsAsync())[0].GetProperty("panel").EnumerateArray().Select(seat => (seat.GetProperty("personId").GetGuid(), seat.GetProperty("deputy").GetBoolean()));
        Assert.Equal([(edition.DeanId, false), (deputy, true)], panel);
    }

    [Fact]
    public async Task R11_No_intake_interview_is_booked_or_moved_with_somebody_in_the_panel_who_has_a_conflict_of_interest()
    {
        var edition = await fixture.OpenEditionAsync();
        var application = await edition.ApplicationAsync();
        var id = (await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(application, "2025-09-12T07:00:00Z"))).GetProperty("id").GetGuid();
        await fixture.PublishAsync(application with { Version = 3, ConflictsOfInterest = [edition.ManagerId] });
        await Eventually.TrueAsync(
            () => fixture.InDatabase((SchedulingDbContext db) => db.Applications.AnyAsync(a => a.ApplicationId == application.ApplicationId && a.Version == 3)), "the conflict of interest is known");

        var moved = await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, $"{Path}/{id}/move", new { startsAt = "2025-09-12T08:00:00Z", reason = "Later" }, "scheduling.conflict-of-interest");
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{Path}/{id}/cancellation", new { reason = "Een ander panel" });
        var booked = await edition.Manager.SendRefusedAsync(HttpMethod.Post, Path, edition.Booking(application, "2025-09-12T07:00:00Z"), "scheduling.conflict-of-interest");

        Assert.Equal(["panel[1] conflict-of-interest"], moved.Faults());
        Assert.Equal(["panel[1] conflict-of-interest"], booked.Faults());
    }

    [Fact]
    public async Task A_withdrawn_application_takes_its_interview_out_of_the_calendars()
    {
        var edition = await fixture.OpenEditionAsync();
        var application = await edition.ApplicationAsync();
        var id = (await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(application, "2025-09-12T07:00:00Z"))).GetProperty("id").GetGuid();

        await fixture.PublishAsync(application with { Version = 3, Status = ApplicationStatus.Withdrawn });

        await fixture.Events.PublishedAsync<InterviewCancelled>(e => e.InterviewId == id);
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(await edition.ApplicationAsync(), "2025-09-12T07:00:00Z"));
    }

    [Fact]
    public async Task A_candidate_sees_their_own_interview_and_the_panel_sees_theirs()
    {
        var edition = await fixture.OpenEditionAsync();
        var application = await edition.ApplicationAsync();
        var id = (await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.Booking(application, "2025-09-12T07:00:00Z"))).GetProperty("id").GetGuid();

        foreach (var client in new[] { fixture.ClientFor(TestCaller.Person(application.PersonId)), edition.Dean })
        {
            var mine = await client.SendOkAsync(HttpMethod.Get, $"{Path}/mine");
            Assert.Equal([id], mine.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()));
        }

        Assert.Equal(0, (await edition.Trainer.SendOkAsync(HttpMethod.Get, $"{Path}/mine")).GetProperty("items").GetArrayLength());
        await fixture.ClientFor(TestCaller.Person(Some.Id())).SendRefusedAsync(HttpMethod.Get, $"{Path}/{id}", null, "scheduling.interview-unknown");
    }

    private static DevelopmentInterviewHeld Held(Guid participationId, Guid personId, Guid editionId, Guid interviewId) => new()
    {
        AssessmentId = Some.Id(),
        Version = 2,
        OccurredAt = Some.Moment,
        ParticipationId = participationId,
        PersonId = personId,
        EditionId = editionId,
        ChaptersSubmitted = [1, 2],
        InterviewsHeld = [interviewId],
        AllRequirementsMet = false,
    };

    internal static object Development(TestEdition edition, Guid participationId, string startsAt) => new
    {
        kind = "development",
        editionId = edition.Id,
        participationId,
        startsAt,
        panel = new[] { new { personId = edition.DeanId, part = "dean" }, new { personId = edition.TrainerId, part = "trainer" } },
    };
}
