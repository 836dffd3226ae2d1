using System.Text.Json;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Participations;

public sealed class EmployerViewTests(SchedulingFixture fixture)
{
    private static readonly (int Module, string Date)[] Plan =
        [(1, "2026-10-26"), (2, "2026-11-23"), (3, "2026-12-14"), (4, "2027-01-18"), (6, "2027-05-10"), (7, "2027-06-14")];

    private static readonly string[] Shown =
        ["participationId", "displayName", "employedFrom", "editionId", "editionName", "startsOn", "endsOn", "status", "statusSince", "pauses", "attendance",
            "externalReference", "agreementId", "applicationId", "nominationId"];

    [Fact]
    public async Task R46_An_employer_sees_status_dates_and_attendance_of_its_employees()
    {
        var (north, south) = (Some.Id(), Some.Id());
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var own = await edition.ParticipationAsync(Some.Employer(north));
        await edition.ParticipationAsync(Some.Employer(south));
        var first = await edition.DayAsync(1, "2026-10-26");
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 10, 26, 17, 0, 0, TimeSpan.Zero));

        var seen = Assert.Single(await SeenByAsync(north));
        Assert.Equal(Shown, seen.EnumerateObject().Select(property => property.Name));
        Assert.Equal((own.Id, "notYet"), (seen.GetProperty("participationId").GetGuid(), Attendance(seen)));

        await edition.RecordAsync(first, own.Id, false);
        Assert.Equal("notMet", Attendance(Assert.Single(await SeenByAsync(north))));
    }

    [Fact]
    public async Task R18_An_employer_sees_attendance_as_met_once_every_module_was_attended_and_recorded_and_not_before()
    {
        var north = Some.Id();
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var own = await edition.ParticipationAsync(Some.Employer(north));
        Assert.Equal("notYet", Attendance(Assert.Single(await SeenByAsync(north))));
        List<Guid> days = [];
        foreach (var (module, date) in Plan)
        {
            days.Add(await edition.DayAsync(module, date));
        }

        fixture.Clock.AdjustTime(new DateTimeOffset(2027, 6, 14, 17, 0, 0, TimeSpan.Zero));
        foreach (var day in days)
        {
            Assert.Equal("notYet", Attendance(Assert.Single(await SeenByAsync(north))));
            await edition.RecordAsync(day, own.Id, true);
        }

        Assert.Equal("met", Attendance(Assert.Single(await SeenByAsync(north))));
    }

    [Fact]
    public async Task R16_An_employer_that_comes_after_the_last_module_day_sees_no_attendance_as_met()
    {
        var (north, south) = (Some.Id(), Some.Id());
        await fixture.HandledAsync(Some.Organisation(south, $"Demogemeente {south}"));
        var (edition, participation) = await AttendedAsync(north);
        Assert.Equal("met", Attendance(Assert.Single(await SeenByAsync(north))));

        await edition.ProjectManager.SendOkAsync(
            HttpMethod.Post, $"/scheduling/v1/participations/{participation}/employers", new { organisationId = south, from = "2027-06-16" });
        fixture.Clock.AdjustTime(new DateTimeOffset(2027, 6, 16, 9, 0, 0, TimeSpan.Zero));

        Assert.Equal("notYet", Attendance(Assert.Single(await SeenByAsync(south))));
    }

    [Fact]
    public async Task R18_A_planned_day_of_the_internship_is_obligatory_before_it_ends()
    {
        var north = Some.Id();

        await AttendedAsync(north, internshipMeeting: "2027-06-21");

        Assert.Equal("notYet", Attendance(Assert.Single(await SeenByAsync(north))));
    }

    [Fact]
    public async Task R16_After_a_change_of_employer_the_former_sees_nothing_and_the_new_nothing_from_before()
    {
        var (north, south) = (Some.Id(), Some.Id());
        await fixture.PublishAsync(Some.Organisation(south, "Demogemeente Zuid"));
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync(Some.Employer(north));
        var first = await edition.DayAsync(1, "2026-10-26");
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 10, 26, 17, 0, 0, TimeSpan.Zero));
        await edition.RecordAsync(first, participation.Id, false);

        await edition.ProjectManager.SendOkAsync(
            HttpMethod.Post, $"/scheduling/v1/participations/{participation.Id}/employers", new { organisationId = south, from = "2026-11-01" });
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
    public async Task R46_A_contact_does_not_make_their_own_organisation_an_employer()
    {
        var (north, south) = (Some.Id(), Some.Id());
        await fixture.HandledAsync(Some.Organisation(south, "Demogemeente Zuid"));
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync(Some.Employer(north));
        var (path, body) = ($"/scheduling/v1/participations/{participation.Id}/employers", new { organisationId = south, from = "2026-11-01" });

        foreach (var person in new[] { edition.ProjectManagerId, edition.ManagerId })
        {
            await fixture.ClientFor(TestCaller.StaffAndContact(person, south)).SendRefusedAsync(HttpMethod.Post, path, body, "scheduling.own-organisation");
            // The token speaks for one organisation, and a contact of two chooses which.
            await fixture.ClientFor(TestCaller.StaffAndContact(person, Some.Id())).SendRefusedAsync(HttpMethod.Post, path, body, "scheduling.own-organisation");
            await fixture.ClientFor(TestCaller.StaffAndContact(person, Some.Id()))
                .SendRefusedAsync(HttpMethod.Post, path, new { name = "Stadsbeheer", from = "2026-11-01" }, "scheduling.own-organisation");
        }

        await edition.ProjectManager.SendOkAsync(HttpMethod.Post, path, body);
    }

    [Fact]
    public async Task R16_Only_the_employer_that_nominated_and_agreed_sees_its_reference_and_ids()
    {
        var (north, south) = (Some.Id(), Some.Id());
        await fixture.PublishAsync(Some.Organisation(south, $"Demogemeente {south}"));
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var period = Some.Employer(north) with { AgreementId = Some.Id(), NominationId = Some.Id(), ExternalReference = "Z-1/2" };
        var participation = await edition.ParticipationAsync(period);
        await edition.ParticipationAsync(Some.Employer(north));

        var seen = Assert.Single(await SeenByAsync(north, "?externalReference=Z-1%2F2"));
        Assert.Equal(
            (participation.Id, edition.Id, "Z-1/2", period.AgreementId, participation.ApplicationId, period.NominationId),
            (Id("participationId"), Id("editionId"), seen.GetProperty("externalReference").GetString(),
                Id("agreementId"), Id("applicationId"), Id("nominationId")));
        Assert.Equal(2, (await SeenByAsync(north, $"?editionId={edition.Id}")).Count);
        Assert.Empty(await SeenByAsync(north, $"?editionId={Some.Id()}"));
        Assert.Equal("Z-1/2", (await EmployersAsync(edition.ProjectManager))[0].GetProperty("externalReference").GetString());
        Assert.Equal(JsonValueKind.Null, (await EmployersAsync(edition.Trainer))[0].GetProperty("externalReference").ValueKind);
        Assert.Equal(
            JsonValueKind.Null,
            (await EmployersAsync(fixture.ClientFor(TestCaller.Person(participation.PersonId))))[0].GetProperty("externalReference").ValueKind);
        var published = await fixture.Events.PublishedAsync<ParticipationChanged>(
            e => e.Change == ParticipationChange.Enrolled && e.ParticipationId == participation.Id);
        Assert.Equal(period, published.Employers[0]);

        await edition.ProjectManager.SendOkAsync(
            HttpMethod.Post, $"/scheduling/v1/participations/{participation.Id}/employers", new { organisationId = south, from = "2026-11-01" });
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 11, 1, 9, 0, 0, TimeSpan.Zero));

        Assert.Empty(await SeenByAsync(north, "?externalReference=Z-1%2F2"));
        Assert.Empty(await SeenByAsync(south, "?externalReference=Z-1%2F2"));
        var other = Assert.Single(await SeenByAsync(south));
        Assert.All(
            ["externalReference", "agreementId", "applicationId", "nominationId"], name => Assert.Equal(JsonValueKind.Null, other.GetProperty(name).ValueKind));

        Guid? Id(string name) => seen.GetProperty(name).GetGuid();
        async Task<List<JsonElement>> EmployersAsync(HttpClient by) =>
            [.. (await by.SendOkAsync(HttpMethod.Get, $"/scheduling/v1/participations/{participation.Id}")).GetProperty("employers").EnumerateArray()];
    }

    [Fact]
    public async Task An_employer_known_by_name_is_connected_and_sees_its_employees()
    {
        var organisation = Some.Organisation(name: $"Gemeente Later {Guid.NewGuid():N}");
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var byName = await edition.ParticipationAsync(Some.Employer(name: organisation.Name.ToUpperInvariant()) with { OrganisationId = null });
        var byHand = await edition.ParticipationAsync(Some.Employer(name: "Stadsbeheer") with { OrganisationId = null });
        await edition.ProjectManager.SendRefusedAsync(
            HttpMethod.Post, ConnectPath(byHand.Id), new { organisationId = organisation.OrganisationId }, "scheduling.organisation-inactive");

        await fixture.HandledAsync(organisation);

        Assert.Equal([byName.Id], (await SeenByAsync(organisation.OrganisationId)).Select(p => p.GetProperty("participationId").GetGuid()));
        await edition.ProjectManager.SendOkAsync(HttpMethod.Post, ConnectPath(byHand.Id), new { organisationId = organisation.OrganisationId });
        Assert.Equal(2, (await SeenByAsync(organisation.OrganisationId)).Count);
        var published = await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.ParticipationId == byHand.Id && e.Version == 2);
        Assert.Equal((organisation.OrganisationId, organisation.Name), (published.Employers[0].OrganisationId!.Value, published.Employers[0].Name));
        await edition.ProjectManager.SendRefusedAsync(
            HttpMethod.Post, ConnectPath(byHand.Id), new { organisationId = organisation.OrganisationId }, "scheduling.employer-connected");

        // And so is one that is typed from then on.
        await edition.ProjectManager.SendOkAsync(
            HttpMethod.Post, $"/scheduling/v1/participations/{byHand.Id}/employers", new { name = "Elders", from = "2026-11-01" });
        var back = await edition.ProjectManager.SendOkAsync(
            HttpMethod.Post, $"/scheduling/v1/participations/{byHand.Id}/employers", new { name = $" {organisation.Name} ", from = "2026-12-01" });
        Assert.Equal(organisation.OrganisationId, back.GetProperty("employers")[2].GetProperty("organisationId").GetGuid());
    }

    [Fact]
    public async Task R46_A_contact_does_not_connect_an_employer_to_their_own_organisation()
    {
        var organisation = Some.Organisation(name: $"Gemeente {Guid.NewGuid():N}");
        await fixture.HandledAsync(organisation);
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync(Some.Employer(name: "Stadsbeheer") with { OrganisationId = null });
        var (path, body) = (ConnectPath(participation.Id), new { organisationId = organisation.OrganisationId });

        foreach (var person in new[] { edition.ProjectManagerId, edition.ManagerId })
        {
            await fixture.ClientFor(TestCaller.StaffAndContact(person, organisation.OrganisationId))
                .SendRefusedAsync(HttpMethod.Post, path, body, "scheduling.own-organisation");
            await fixture.ClientFor(TestCaller.StaffAndContact(person, Some.Id())).SendRefusedAsync(HttpMethod.Post, path, body, "scheduling.own-organisation");
        }

        Assert.Empty(await SeenByAsync(organisation.OrganisationId));
    }

    /// <summary>A participant who attended all modules except the internship, on the evening of the last day.</summary>
    private async Task<(Scenario Edition, Guid Participation)> AttendedAsync(Guid employer, string? internshipMeeting = null)
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync(Some.Employer(employer));
        List<Guid> days = [];
        foreach (var (module, date) in Plan)
        {
            days.Add(await edition.DayAsync(module, date));
        }

        if (internshipMeeting is not null)
        {
            await edition.DayAsync(5, internshipMeeting);
        }

        fixture.Clock.AdjustTime(new DateTimeOffset(2027, 6, 14, 17, 0, 0, TimeSpan.Zero));
        foreach (var day in days)
        {
            await edition.RecordAsync(day, participation.Id, true);
        }

        return (edition, participation.Id);
    }

    private static string? Attendance(JsonElement seen) => seen.GetProperty("attendance").GetString();

    private static string ConnectPath(Guid participationId) => $"/scheduling/v1/participations/{participationId}/employer-connection";

    private async Task<List<JsonElement>> SeenByAsync(Guid organisation, string query = "")
    {
        var list = await fixture.ClientFor(TestCaller.EmployerContact(Some.Id(), organisation)).SendOkAsync(
            HttpMethod.Get, $"/scheduling/v1/employer/participations{query}");
        return [.. list.GetProperty("items").EnumerateArray()];
    }
}
