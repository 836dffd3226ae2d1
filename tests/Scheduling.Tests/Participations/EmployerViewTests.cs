using System.Text.Json;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Participations;

public sealed class EmployerViewTests(SchedulingFixture fixture)
{
    private static readonly string[] Shown =
        ["participationId", "displayName", "employedFrom", "editionName", "startsOn", "endsOn", "status", "statusSince", "pauses", "attendanceMet"];

    [Fact]
    public async Task R46_An_employer_sees_of_its_own_people_status_dates_and_attendance_as_met_or_not()
    {
        var (north, south) = (Some.Id(), Some.Id());
        var edition = await fixture.ReleasedEditionAsync();
        var own = await edition.ParticipationAsync(Some.Employer(north));
        await edition.ParticipationAsync(Some.Employer(south));
        var first = await edition.DayAsync(1, "2026-10-26");
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 10, 26, 17, 0, 0, TimeSpan.Zero));

        var seen = Assert.Single(await SeenByAsync(north));
        Assert.Equal(Shown, seen.EnumerateObject().Select(property => property.Name));
        Assert.Equal((own.Id, true), (seen.GetProperty("participationId").GetGuid(), seen.GetProperty("attendanceMet").GetBoolean()));

        await edition.Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/module-days/{first}/attendance", new[] { new { participationId = own.Id, present = false } });
        Assert.False(Assert.Single(await SeenByAsync(north)).GetProperty("attendanceMet").GetBoolean());
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
        Assert.True(seen.GetProperty("attendanceMet").GetBoolean(), "the module was missed before the employment");
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("statusSince").ValueKind);
    }

    private async Task<List<JsonElement>> SeenByAsync(Guid organisation)
    {
        var list = await fixture.ClientFor(TestCaller.EmployerContact(Some.Id(), organisation)).SendOkAsync(HttpMethod.Get, "/scheduling/v1/employer/participations");
        return [.. list.GetProperty("items").EnumerateArray()];
    }
}
