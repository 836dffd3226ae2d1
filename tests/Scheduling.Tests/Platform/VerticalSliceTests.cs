using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Scheduling.Tests.Platform;

public sealed class VerticalSliceTests(SchedulingFixture fixture)
{
    [Fact]
    public async Task An_edition_file_becomes_an_edition_with_a_completed_module()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var opened = await fixture.Events.PublishedAsync<EditionChanged>(e => e.Change == EditionChange.Opened && e.EditionId == edition.Id);
        Assert.Equal([new(2025, 9, 12), new(2025, 9, 19), new(2025, 9, 22)], opened.IntakeDays);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], opened.Modules.Select(m => m.Number));

        var application = await edition.ApplicationAsync();
        var interview = await edition.Manager.SendOkAsync(
            HttpMethod.Post, "/scheduling/v1/interviews", edition.IntakeBooking(application, "2025-09-12T09:00:00+02:00"));
        var booked = await fixture.Events.PublishedAsync<InterviewChanged>(
            e => e.Change == InterviewChange.Booked && e.InterviewId == interview.GetProperty("id").GetGuid());
        Assert.Equal([edition.DeanId, edition.ManagerId], booked.Panel.Select(p => p.PersonId));
        Assert.Equal(TimeSpan.FromMinutes(45), booked.EndsAt - booked.StartsAt);

        await edition.ReleaseAsync();
        var participation = await edition.ParticipationAsync();
        await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.Change == ParticipationChange.Enrolled && e.ParticipationId == participation.Id);

        var day = await edition.DayAsync(1, "2026-10-26");
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 10, 26, 17, 0, 0, TimeSpan.Zero));
        await edition.RecordAsync(day, participation.Id, true);
        await fixture.InScope(services => services.GetRequiredService<ProgrammeJob>().RunAsync(TestContext.Current.CancellationToken));

        var completed = await fixture.Events.PublishedAsync<ModuleCompleted>(e => e.EditionId == edition.Id);
        Assert.Equal((1, new DateOnly(2026, 10, 26)), (completed.Number, completed.CompletedOn));
        var active = await fixture.Events.PublishedAsync<ParticipationChanged>(
            e => e.ParticipationId == participation.Id && e.Status == ParticipationStatus.Active);
        Assert.Equal(2, active.Version);
        var attendance = await fixture.Events.PublishedAsync<AttendanceChanged>(e => e.ParticipationId == participation.Id && e.ModuleOneAttended == true);
        Assert.Equal(AttendanceStatus.InProgress, attendance.Status);
    }
}
