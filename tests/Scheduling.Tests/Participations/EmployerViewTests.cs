using System.Text.Json;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Participations;

public sealed class EmployerViewTests(SchedulingFixture fixture)
{
    private static readonly string[] Shown =
        ["participationId", "displayName", "employedFrom", "editionName", "startsOn", "endsOn", "status", "statusSince", "pauses", "attendance"];

    [Fact]
    public async Task R46_An_employer_sees_of_its_own_people_status_dates_and_attendance_as_met_not_met_or_not_yet()
    {
        var (north, south) = (Some.Id(), Some.Id());
        var edition = await fixture.ReleasedEditionAsync();
        var own = await edition.ParticipationAsync(Some.Employer(north));
        await edition.ParticipationAsync(Some.Employer(south));
        var first = await edition.DayAsync(1, "2026-10-26");
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 10, 26, 17, 0, 0, TimeSpan.Zero));

        var seen = Assert.Single(await SeenByAsync(north));
        Assert.Equal(Shown, seen.EnumerateObject().Select(property => property.Name));
        Assert.Equal((own.Id, "notYet"), (seen.GetProperty("participationId").GetGuid(), Attendance(seen)));

        await edition.Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/module-days/{first}/attendance", new[] { new { participationId = own.Id, present = false } });
        Assert.Equal("notMet", Attendance(Assert.Single(await SeenByAsync(north))));
    }

    [Fact]
    public async Task R18_An_employer_sees_attendance_as_met_once_every_module_was_attended_and_recorded_and_not_before()
    {
        var north = Some.Id();
        var edition = await fixture.ReleasedEditionAsync();
        var own = await edition.ParticipationAsync(Some.Employer(north));
        Assert.Equal("notYet", Attendance(Assert.Single(await SeenByAsync(north))));
        List<Guid> days = [];
        foreach (var (module, date) in new[] { (1, "2026-10-26"), (2, "2026-11-23"), (3, "2026-12-14"), (4, "2027-01-18"), (6, "2027-05-10"), (7, "2027-06-14") })
        {
            days.Add(await edition.DayAsync(module, date));
        }

        fixture.Clock.AdjustTime(new DateTimeOffset(2027, 6, 14, 17, 0, 0, TimeSpan.Zero));
        foreach (var day in days)
        {
            Assert.Equal("notYet", Attendance(Assert.Single(await SeenByAsync(north))));
            await edition.Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/module-days/{day}/attendance", new[] { new { participationId = own.Id, present = true } });
        }

        Assert.Equal("met", Attendance(Assert.Single(await SeenByAsync(north))));
    }

    [Fact]
    public async Task R16_After_a_change_of_employer_the_former_one_sees_nothing_and_the_new_one_nothing_from_before()
    {
        var (north, south) = (Some.Id(), Some.Id());
        await fixture.PublishAsync(Some.Organisation(south, "Demogemeente Zuid"));
        var edition = await fixture.ReleasedEditionAsync();
        var participation = await edition.ParticipationAsync(Some.Employer(north));
        var first = await edition.DayAsync(1, "2026-10-26");
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 10, 26, 17, 0, 0, TimeSpan.Zero));
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/module-days/{first}/attendance", new[] { new { participationId = participation.Id, present = false } });

        await edition.ProjectManager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/participations/{participation.Id}/employers", new { organisationId = south, from = "2026-11-01" });
        var changed = await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.ParticipationId == participation.Id && e.Employers.Count == 2);
        Assert.Equal(new DateOnly(2026, 10, 31), changed.Employers[0].Until);
        Assert.Single(await SeenByAsync(north));
        Assert.Empty(await SeenByAsync(south));

        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 11, 1, 9, 0, 0, TimeSpan.Zero));
        Assert.Empty(await SeenByAsync(north));
        var seen = Assert.Single(await SeenByAsync(south));
        // The module was missed before the employment.
        Assert.Equal("notYet", Attendance(seen));
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("statusSince").ValueKind);
    }

    [Fact]
    public async Task R46_No_one_makes_the_organisation_that_they_speak_for_the_employer_of_a_participant()
    {
        var (north, south) = (Some.Id(), Some.Id());
        await fixture.HandledAsync(Some.Organisation(south, "Demogemeente Zuid"));
        var edition = await fixture.ReleasedEditionAsync();
        var participation = await edition.ParticipationAsync(Some.Employer(north));
        var (path, body) = ($"/scheduling/v1/participations/{participation.Id}/employers", new { organisationId = south, from = "2026-11-01" });

        foreach (var person in new[] { edition.ProjectManagerId, edition.ManagerId })
        {
            await fixture.ClientFor(TestCaller.StaffAndContact(person, south)).SendRefusedAsync(HttpMethod.Post, path, body, "scheduling.own-organisation");
        }

        await edition.ProjectManager.SendOkAsync(HttpMethod.Post, path, body);
    }

    private static string? Attendance(JsonElement seen) => seen.GetProperty("attendance").GetString();

    private async Task<List<JsonElement>> SeenByAsync(Guid organisation)
    {
        var list = await fixture.ClientFor(TestCaller.EmployerContact(Some.Id(), organisation)).SendOkAsync(HttpMethod.Get, "/scheduling/v1/employer/participations");
        return [.. list.GetProperty("items").EnumerateArray()];
    }
}
