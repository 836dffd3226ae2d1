using System.Text.Json;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.Participations;

/// <summary>An employer that is known by name only is connected to the organisation that has an account here.</summary>
public sealed class EmployerConnectionTests(SchedulingFixture fixture)
{
    [Fact]
    public async Task An_employer_known_by_name_is_connected_at_the_enrolment()
    {
        var organisation = await OrganisationAsync();
        var edition = await Scenario.CreateReleasedAsync(fixture);

        var participation = await edition.ParticipationAsync(Typed($"  {organisation.Name.ToUpperInvariant()} "));

        var enrolled = await fixture.Events.PublishedAsync<ParticipationChanged>(
            e => e.Change == ParticipationChange.Enrolled && e.ParticipationId == participation.Id);
        Assert.Equal((organisation.OrganisationId, organisation.Name), (enrolled.Employers[0].OrganisationId!.Value, enrolled.Employers[0].Name));
        Assert.Equal([organisation.OrganisationId], await EmployersAsync(edition, participation.Id));
    }

    [Fact]
    public async Task An_equal_version_is_applied_again_and_connects_by_name()
    {
        var organisation = await OrganisationAsync();
        var edition = await Scenario.CreateReleasedAsync(fixture);
        // As after an upgrade: the key is not the exact one.
        await ExecuteAsync($"UPDATE organisations SET name_key = '' WHERE organisation_id = {organisation.OrganisationId}");
        var participation = await edition.ParticipationAsync(Typed(organisation.Name));
        Assert.Equal([null], await EmployersAsync(edition, participation.Id));

        await fixture.HandledAsync(organisation);

        Assert.Equal([organisation.OrganisationId], await EmployersAsync(edition, participation.Id));
    }

    [Fact]
    public async Task The_present_employer_is_connected_first_and_then_the_next_one()
    {
        var (now, later) = (await OrganisationAsync(), await OrganisationAsync());
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await TwoTypedAsync(edition, "Dienst Wonen", "Dienst Verkeer");

        await edition.ProjectManager.SendOkAsync(HttpMethod.Post, ConnectPath(participation), new { organisationId = now.OrganisationId });
        Assert.Equal([now.OrganisationId, null], await EmployersAsync(edition, participation));

        await edition.ProjectManager.SendOkAsync(HttpMethod.Post, ConnectPath(participation), new { organisationId = later.OrganisationId });
        Assert.Equal([now.OrganisationId, later.OrganisationId], await EmployersAsync(edition, participation));
        await edition.ProjectManager.SendRefusedAsync(
            HttpMethod.Post, ConnectPath(participation), new { organisationId = later.OrganisationId }, "scheduling.employer-connected");
    }

    [Fact]
    public async Task Present_and_future_employers_are_connected_by_name()
    {
        var (now, later) = (New(), New());
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await TwoTypedAsync(edition, now.Name, later.Name);

        await fixture.HandledAsync(now);
        Assert.Equal([now.OrganisationId, null], await EmployersAsync(edition, participation));
        await fixture.HandledAsync(later);

        Assert.Equal([now.OrganisationId, later.OrganisationId], await EmployersAsync(edition, participation));
    }

    [Fact]
    public async Task Of_two_organisations_with_one_name_neither_is_connected_until_one_is_renamed()
    {
        var former = await OrganisationAsync();
        var current = New() with { Name = former.Name };
        await fixture.HandledAsync(current);
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync(Typed(former.Name));
        Assert.Equal([null], await EmployersAsync(edition, participation.Id));

        await fixture.HandledAsync(former with { Version = 2, Name = New().Name });

        Assert.Equal([current.OrganisationId], await EmployersAsync(edition, participation.Id));
    }

    [Fact]
    public async Task A_new_organisation_with_the_name_of_another_is_not_connected()
    {
        var first = await OrganisationAsync();
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync(Typed("Stadsbeheer"));
        // As it would be where the name was typed before the first had it.
        var key = TextPolicy.ComparisonKey(first.Name);
        await ExecuteAsync($"UPDATE employments SET name = {first.Name}, name_key = {key} WHERE participation_id = {participation.Id}");

        await fixture.HandledAsync(New() with { Name = first.Name });

        Assert.Equal([null], await EmployersAsync(edition, participation.Id));
    }

    [Fact]
    public async Task A_deactivated_organisation_cannot_become_an_employer()
    {
        var organisation = await OrganisationAsync();
        await fixture.HandledAsync(organisation with { Version = 2, Active = false });
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync();

        await edition.ProjectManager.SendRefusedAsync(
            HttpMethod.Post,
            EmployersPath(participation.Id),
            new { organisationId = organisation.OrganisationId, from = "2026-11-01" },
            "scheduling.organisation-inactive");
    }

    private static EmployerPeriod Typed(string name) => Some.Employer(name: name) with { OrganisationId = null };

    private static OrganisationChanged New() => Some.Organisation(name: $"Gemeente {Guid.NewGuid():N}");

    private static string ConnectPath(Guid participationId) => $"/scheduling/v1/participations/{participationId}/employer-connection";

    private static string EmployersPath(Guid participationId) => $"/scheduling/v1/participations/{participationId}/employers";

    private static async Task<IReadOnlyList<Guid?>> EmployersAsync(Scenario edition, Guid participationId) =>
    [
        .. (await edition.ProjectManager.SendOkAsync(HttpMethod.Get, $"/scheduling/v1/participations/{participationId}"))
            .GetProperty("employers").EnumerateArray()
            .Select(e => e.GetProperty("organisationId")).Select(id => id.ValueKind == JsonValueKind.Null ? (Guid?)null : id.GetGuid()),
    ];

    private async Task<OrganisationChanged> OrganisationAsync()
    {
        var organisation = New();
        await fixture.HandledAsync(organisation);
        return organisation;
    }

    /// <summary>A participation whose employer today and whose next one are known by name only.</summary>
    private static async Task<Guid> TwoTypedAsync(Scenario edition, string now, string later)
    {
        var participation = await edition.ParticipationAsync(Typed(now));
        await edition.ProjectManager.SendOkAsync(HttpMethod.Post, EmployersPath(participation.Id), new { name = later, from = "2026-11-01" });
        return participation.Id;
    }

    private Task<int> ExecuteAsync(FormattableString sql) =>
        fixture.InDatabase<SchedulingDbContext, int>(db => db.Database.ExecuteSqlAsync(sql, TestContext.Current.CancellationToken));
}
