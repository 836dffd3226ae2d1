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
        var edition = await Scenario.CreateAsync(fixture);
        var application = await edition.ApplicationAsync();

        var problem = await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, Path,
            new
            {
                kind = "intake",
                editionId = edition.Id,
                applicationId = application.ApplicationId,
                startsAt = "2025-09-12T07:00:00Z",
                panel = new[] { new { personId = edition.ManagerId, role = "programmeManager" } },
            },
            "scheduling.panel-incomplete");

        Assert.Equal(["dean missing"], problem.Faults());
        Assert.False(await fixture.InDatabase((SchedulingDbContext db) => db.Interviews.AnyAsync(i => i.EditionId == edition.Id)));
        Assert.False(await fixture.InDatabase((SchedulingDbContext db) => db.CalendarEntries.AnyAsync(e => e.PersonId == edition.ManagerId)));
    }

    [Fact]
    public async Task R10_A_submitted_application_has_one_intake_interview()
    {
        var (edition, other) = (await Scenario.CreateAsync(fixture), await Scenario.CreateAsync(fixture));
        var application = await edition.ApplicationAsync();
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.IntakeBooking(application, "2025-09-12T07:00:00Z"));

        await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, Path, edition.IntakeBooking(application, "2025-09-19T07:00:00Z"), "scheduling.interview-already-booked");
        await other.Manager.SendRefusedAsync(
            HttpMethod.Post, Path, other.IntakeBooking(application, "2025-09-12T09:00:00Z"), "scheduling.application-not-in-edition");
        await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, Path, edition.IntakeBooking(Some.Application(edition.Id), "2025-09-12T09:00:00Z"), "scheduling.application-not-in-edition");

        var draft = Some.Application(edition.Id) with { Status = ApplicationStatus.Draft };
        await fixture.PublishAsync(draft);
        await Eventually.TrueAsync(
            () => fixture.InDatabase((SchedulingDbContext db) => db.Applications.AnyAsync(a => a.ApplicationId == draft.ApplicationId)), "the draft is known");
        await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, Path, edition.IntakeBooking(draft, "2025-09-12T09:00:00Z"), "scheduling.application-not-submitted");
    }

    [Fact]
    public async Task R10_Intake_publishes_that_an_intake_interview_was_held()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var application = await edition.ApplicationAsync();
        var id = await edition.BookIntakeAsync(application, "2025-09-12T07:00:00Z");

        await fixture.PublishAsync(
            application with { Change = ApplicationChange.InterviewHeld, Version = 3, Status = ApplicationStatus.Interviewed, InterviewId = id });

        var held = await fixture.Events.PublishedAsync<InterviewChanged>(e => e.InterviewId == id && e.Change == InterviewChange.Held);
        Assert.Equal((2L, InterviewStatus.Held), (held.Version, held.Status));
    }

    [Fact]
    public async Task R36_Assessment_publishes_that_a_development_interview_was_held()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync();
        var booking = edition.DevelopmentBooking(participation.Id, "2026-12-01T10:00:00Z");
        var id = (await edition.Manager.SendOkAsync(HttpMethod.Post, Path, booking)).GetProperty("id").GetGuid();

        await fixture.PublishAsync(Held(participation.Id, participation.PersonId, edition.Id, id));

        await fixture.Events.PublishedAsync<InterviewChanged>(e => e.InterviewId == id && e.Status == InterviewStatus.Held);
    }

    [Fact]
    public async Task R36_A_held_development_interview_counts_after_a_transfer()
    {
        var (edition, next) = (await Scenario.CreateReleasedAsync(fixture), await Scenario.CreateLaterAsync(fixture));
        var participation = await edition.ParticipationAsync();
        var booking = edition.DevelopmentBooking(participation.Id, "2026-12-01T10:00:00Z");
        var id = (await edition.Manager.SendOkAsync(HttpMethod.Post, Path, booking)).GetProperty("id").GetGuid();
        await fixture.PublishAsync(Held(participation.Id, participation.PersonId, edition.Id, id));
        await fixture.Events.PublishedAsync<InterviewChanged>(e => e.InterviewId == id && e.Status == InterviewStatus.Held);
        await edition.TransferAsync(participation.Id, next);

        await next.Manager.SendOkAsync(HttpMethod.Post, Path, next.DevelopmentBooking(participation.Id, "2027-12-01T10:00:00Z"));
        await next.Manager.SendRefusedAsync(
            HttpMethod.Post, Path, next.DevelopmentBooking(participation.Id, "2028-03-01T10:00:00Z"), "scheduling.interview-already-booked");
    }

    [Fact]
    public async Task R10_Another_interview_can_be_booked_after_a_missed_one()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var application = await edition.ApplicationAsync();
        var id = await edition.BookIntakeAsync(application, "2025-09-12T07:00:00Z");

        await edition.Dean.SendRefusedAsync(HttpMethod.Post, $"{Path}/{id}/missed", new { reason = "Niet gekomen" }, "scheduling.interview-not-begun");
        fixture.Clock.AdjustTime(new DateTimeOffset(2025, 9, 12, 7, 20, 0, TimeSpan.Zero));
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{Path}/{id}/missed", new { reason = "Niet gekomen" });

        await fixture.Events.PublishedAsync<InterviewChanged>(e => e.Change == InterviewChange.Missed && e.InterviewId == id);
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.IntakeBooking(application, "2025-09-12T07:30:00Z"));
    }

    [Fact]
    public async Task R13_The_slots_of_a_panel_on_the_intake_days_limit_the_number_of_interviews()
    {
        var edition = await Scenario.CreateAsync(fixture);
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.IntakeBooking(await edition.ApplicationAsync(), "2025-09-12T07:00:00Z"));

        var slots = await edition.Manager.SendOkAsync(HttpMethod.Get, $"{Path}/slots?editionId={edition.Id}&kind=intake");

        // From 09:00 to 18:00 there are twelve of 45 minutes a day; one of the thirty-six is taken.
        Assert.Equal(35, slots.GetArrayLength());
        Assert.Equal(new DateTimeOffset(2025, 9, 12, 7, 45, 0, TimeSpan.Zero), slots[0].GetProperty("startsAt").GetDateTimeOffset());
        Assert.Equal(
            [edition.DeanId, edition.ManagerId], slots[0].GetProperty("panel").EnumerateArray().Select(seat => seat.GetProperty("personId").GetGuid()));
    }

    [Fact]
    public async Task R5_The_slots_for_an_application_have_a_deputy_instead_of_a_member_in_conflict()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var (application, deputy) = (await edition.ApplicationAsync(), await fixture.StaffAsync("Waarnemer"));
        await fixture.HandledAsync(application with { Version = 3, ConflictsOfInterest = [edition.ManagerId] });
        Task<JsonElement> SlotsAsync() => edition.Manager.SendOkAsync(
            HttpMethod.Get, $"{Path}/slots?editionId={edition.Id}&kind=intake&applicationId={application.ApplicationId}");
        Assert.Equal(0, (await SlotsAsync()).GetArrayLength());

        await edition.Manager.SendOkAsync(
            HttpMethod.Post, $"{edition.Path}/team", new { personId = deputy, role = "programmeManager", deputy = true, from = "2025-01-01" });

        var panel = (await SlotsAsync())[0].GetProperty("panel").EnumerateArray().Select(
            seat => (seat.GetProperty("personId").GetGuid(), seat.GetProperty("deputy").GetBoolean()));
        Assert.Equal([(edition.DeanId, false), (deputy, true)], panel);
    }

    [Fact]
    public async Task R11_An_intake_interview_is_not_booked_or_moved_with_a_conflict_of_interest_on_the_panel()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var application = await edition.ApplicationAsync();
        var id = await edition.BookIntakeAsync(application, "2025-09-12T07:00:00Z");
        await fixture.PublishAsync(application with { Version = 3, ConflictsOfInterest = [edition.ManagerId] });
        await Eventually.TrueAsync(
            () => fixture.InDatabase(
                (SchedulingDbContext db) => db.Applications.AnyAsync(
                    a => a.ApplicationId == application.ApplicationId && a.Version == 3)), "the conflict of interest is known");

        var moved = await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, $"{Path}/{id}/move", new { startsAt = "2025-09-12T08:00:00Z", reason = "Later" }, "scheduling.panel-in-conflict");
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{Path}/{id}/cancellation", new { reason = "Een ander panel" });
        var booked = await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, Path, edition.IntakeBooking(application, "2025-09-12T07:00:00Z"), "scheduling.panel-in-conflict");

        Assert.Equal(["panel[1] conflict-of-interest"], moved.Faults());
        Assert.Equal(["panel[1] conflict-of-interest"], booked.Faults());
    }

    [Fact]
    public async Task The_interview_of_a_withdrawn_application_is_removed_from_the_calendars()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var application = await edition.ApplicationAsync();
        var id = await edition.BookIntakeAsync(application, "2025-09-12T07:00:00Z");

        await fixture.PublishAsync(application with { Version = 3, Status = ApplicationStatus.Withdrawn });

        await fixture.Events.PublishedAsync<InterviewChanged>(e => e.Change == InterviewChange.Cancelled && e.InterviewId == id);
        await edition.Manager.SendOkAsync(HttpMethod.Post, Path, edition.IntakeBooking(await edition.ApplicationAsync(), "2025-09-12T07:00:00Z"));
    }

    [Fact]
    public async Task Candidate_and_panel_see_their_own_interviews()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var application = await edition.ApplicationAsync();
        var id = await edition.BookIntakeAsync(application, "2025-09-12T07:00:00Z");

        foreach (var client in new[] { fixture.ClientFor(TestCaller.Person(application.PersonId)), edition.Dean })
        {
            var mine = await client.SendOkAsync(HttpMethod.Get, $"{Path}/mine");
            Assert.Equal([id], mine.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()));
        }

        Assert.Equal(0, (await edition.Trainer.SendOkAsync(HttpMethod.Get, $"{Path}/mine")).GetProperty("items").GetArrayLength());
        await fixture.ClientFor(TestCaller.Person(Some.Id())).SendRefusedAsync(HttpMethod.Get, $"{Path}/{id}", null, "scheduling.interview-unknown");
    }

    private static AssessmentChanged Held(Guid participationId, Guid personId, Guid editionId, Guid interviewId) => new()
    {
        AssessmentId = Some.Id(),
        Change = AssessmentChange.DevelopmentInterviewHeld,
        Version = 2,
        OccurredAt = Some.Moment,
        ParticipationId = participationId,
        PersonId = personId,
        EditionId = editionId,
        ChaptersSubmitted = [1, 2],
        InterviewsHeld = [interviewId],
        AllRequirementsMet = false,
    };
}
