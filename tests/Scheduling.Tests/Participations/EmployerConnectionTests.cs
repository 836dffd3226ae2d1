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
    public async Task A_typed_employer_is_connected_at_the_enrolment()
    {
        var organisation = await OrganisationAsync();
        var edition = await fixture.ReleasedEditionAsync();

        var participation = await edition.ParticipationAsync(Typed($"  {organisation.Name.ToUpperInvariant()} "));

        var enrolled = await fixture.Events.PublishedAsync<ParticipantEnrolled>(e => e.ParticipationId == participation.Id);
        Assert.Equal((organisation.OrganisationId, organisation.Name), (enrolled.Employers[0].OrganisationId!.Value, enrolled.Employers[0].Name));
        Assert.Equal([organisation.OrganisationId], await EmployersAsync(edition, participation.Id));
    }

    [Fact]
    public async Task An_announcement_of_the_same_version_sets_the_key_of_the_name_and_connects()
    {
        var organisation = await OrganisationAsync();
        var edition = await fixture.ReleasedEditionAsync();
        // As after an upgrade: the key is not the exact one.
        await ExecuteAsync($"UPDATE organisations SET name_key = '' WHERE organisation_id = {organisation.OrganisationId}");
        var participation = await edition.ParticipationAsync(Typed(organisation.Name));
        Assert.Equal([null], await EmployersAsync(edition, participation.Id));

        await fixture.HandledAsync(organisation);

        Assert.Equal([organisation.OrganisationId], await EmployersAsync(edition, participation.Id));
    }

    [Fact]
    public async Task The_period_in_force_today_is_connected_and_then_the_one_to_come()
    {
        var (now, later) = (await OrganisationAsync(), await OrganisationAsync());
        var edition = await fixture.ReleasedEditionAsync();
        var participation = await TwoTypedAsync(edition, "Dienst Wonen", "Dienst Verkeer");

        await edition.ProjectManager.SendOkAsync(HttpMethod.Post, ConnectPath(participation), new { organisationId = now.OrganisationId });
        Assert.Equal([now.OrganisationId, null], await EmployersAsync(edition, participation));

        await edition.ProjectManager.SendOkAsync(HttpMethod.Post, ConnectPath(participation), new { organisationId = later.OrganisationId });
        Assert.Equal([now.OrganisationId, later.OrganisationId], await EmployersAsync(edition, participation));
        await edition.ProjectManager.SendRefusedAsync(
            HttpMethod.Post, ConnectPath(participation), new { organisationId = later.OrganisationId }, "scheduling.employer-connected");
    }

    [Fact]
    public async Task Every_open_period_is_connected_by_its_name()
    {
        var (now, later) = (New(), New());
        var edition = await fixture.ReleasedEditionAsync();
        var participation = await TwoTypedAsync(edition, now.Name, later.Name);

        await fixture.HandledAsync(now);
        Assert.Equal([now.OrganisationId, null], await EmployersAsync(edition, participation));
        await fixture.HandledAsync(later);

        Assert.Equal([now.OrganisationId, later.OrganisationId], await EmployersAsync(edition, participation));
    }

    [Fact]
    public async Task While_two_organisations_have_the_name_neither_is_connected_and_once_one_is_renamed_the_other_is()
    {
        var former = await OrganisationAsync();
        var current = New() with { Name = former.Name };
        await fixture.HandledAsync(current);
        var edition = await fixture.ReleasedEditionAsync();
        var participation = await edition.ParticipationAsync(Typed(former.Name));
        Assert.Equal([null], await EmployersAsync(edition, participation.Id));

        await fixture.HandledAsync(former with { Version = 2, Name = New().Name });

        Assert.Equal([current.OrganisationId], await EmployersAsync(edition, participation.Id));
    }

    [Fact]
    public async Task A_new_organisation_of_a_name_that_another_has_is_not_connected()
    {
        var first = await OrganisationAsync();
        var edition = await fixture.ReleasedEditionAsync();
        var participation = await edition.ParticipationAsync(Typed("Stadsbeheer"));
        // As it would be where the name was typed before the first had it.
        var key = TextPolicy.ComparisonKey(first.Name);
        await ExecuteAsync($"UPDATE employments SET name = {first.Name}, name_key = {key} WHERE participation_id = {participation.Id}");

        await fixture.HandledAsync(New() with { Name = first.Name });

        Assert.Equal([null], await EmployersAsync(edition, participation.Id));
    }

    [Fact]
    public async Task A_deactivated_organisation_is_no_new_employer()
    {
        var organisation = await OrganisationAsync();
        await fixture.HandledAsync(organisation with { Version = 2, Active = false });
        var edition = await fixture.ReleasedEditionAsync();
        var participation = await edition.ParticipationAsync();

        await edition.ProjectManager.SendRefusedAsync(
            HttpMethod.Post,
            EmployersPath(participation.Id),
            new { organisationId = organisation.OrganisationId, from = "2026-11-01" },
            "scheduling.organisation-unknown");
    }

    private static EmployerPeriod Typed(string name) => Some.Employer(name: name) with { OrganisationId = null };

    private static OrganisationRegistered New() => Some.Organisation(name: $"Gemeente {Guid.NewGuid():N}");

    private static string ConnectPath(Guid participationId) => $"/scheduling/v1/participations/{participationId}/employer-connection";

    private static string EmployersPath(Guid participationId) => $"/scheduling/v1/participations/{participationId}/employers";

    private static async Task<IReadOnlyList<Guid?>> EmployersAsync(TestEdition edition, Guid participationId) =>
    [
        .. (await edition.ProjectManager.SendOkAsync(HttpMethod.Get, $"/scheduling/v1/participations/{participationId}"))
            .GetProperty("employers").EnumerateArray()
            .Select(e => e.GetProperty("organisationId")).Select(id => id.ValueKind == JsonValueKind.Null ? (Guid?)null : id.GetGuid()),
    ];

    private async Task<OrganisationRegistered> OrganisationAsync()
    {
        var organisation = New();
        await fixture.HandledAsync(organisation);
        return organisation;
    }

    /// <summary>A participation whose employer today and whose next one are known by name only.</summary>
    private static async Task<Guid> TwoTypedAsync(TestEdition edition, string now, string later)
    {
        var participation = await edition.ParticipationAsync(Typed(now));
        await edition.ProjectManager.SendOkAsync(HttpMethod.Post, EmployersPath(participation.Id), new { name = later, from = "2026-11-01" });
        return participation.Id;
    }

    private Task<int> ExecuteAsync(FormattableString sql) =>
        fixture.InDatabase<SchedulingDbContext, int>(db => db.Database.ExecuteSqlAsync(sql, TestContext.Current.CancellationToken));
}
