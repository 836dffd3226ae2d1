using System.Net;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.Editions;

/// <summary>A role in a team opens what candidates and participants write (R46), so no one gives one to themselves.</summary>
public sealed class TeamAppointmentTests(SchedulingFixture fixture)
{
    [Theory]
    [InlineData(TeamRole.Dean)]
    [InlineData(TeamRole.ProgrammeManager)]
    [InlineData(TeamRole.ProjectManager)]
    [InlineData(TeamRole.Trainer)]
    public async Task R46_A_member_of_staff_without_a_role_appoints_no_one_in_a_draft(TeamRole role)
    {
        var (importer, accomplice) = (await fixture.StaffAsync(), await fixture.StaffAsync());
        var path = await DraftAsync(importer);
        var client = fixture.ClientFor(TestCaller.Staff(importer));

        await client.SendRefusedAsync(HttpMethod.Post, path, Appointment(importer, role), "scheduling.own-role");
        await client.SendRefusedAsync(HttpMethod.Post, path, Appointment(accomplice, role), "scheduling.role-required");
    }

    [Fact]
    public async Task R46_An_administrator_appoints_the_first_dean_or_programme_manager_and_these_appoint_the_others()
    {
        var (dean, manager, other) = (await fixture.StaffAsync(), await fixture.StaffAsync(), await fixture.StaffAsync());
        var path = await DraftAsync(dean);
        var administrator = fixture.ClientFor(TestCaller.Administrator(Some.Id()));

        await administrator.SendRefusedAsync(HttpMethod.Post, path, Appointment(other, TeamRole.Trainer), "scheduling.lead-comes-first");
        await administrator.SendRefusedAsync(HttpMethod.Post, path, Appointment(other, TeamRole.ProjectManager), "scheduling.lead-comes-first");
        await administrator.SendOkAsync(HttpMethod.Post, path, Appointment(dean, TeamRole.Dean));
        foreach (var role in new[] { TeamRole.ProgrammeManager, TeamRole.Dean, TeamRole.Trainer })
        {
            await administrator.SendRefusedAsync(HttpMethod.Post, path, Appointment(other, role, deputy: true), "scheduling.edition-has-lead");
        }

        await fixture.ClientFor(TestCaller.Staff(dean)).SendOkAsync(HttpMethod.Post, path, Appointment(manager, TeamRole.ProgrammeManager));
        await fixture.ClientFor(TestCaller.Staff(manager)).SendOkAsync(HttpMethod.Post, path, Appointment(other, TeamRole.Trainer));
    }

    [Fact]
    public async Task R46_No_one_gives_a_role_to_themselves()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var both = await fixture.StaffAsync();
        var draft = await DraftAsync(both);

        // An administrator who is also staff, in an edition without a team.
        await fixture.ClientFor(TestCaller.WithAllRoles(both))
            .SendRefusedAsync(HttpMethod.Post, draft, Appointment(both, TeamRole.Dean), "scheduling.own-role");

        // Those who appoint others: neither another role, nor the same one for longer, nor as a deputy.
        foreach (var (client, person) in new[] { (edition.Dean, edition.DeanId), (edition.Manager, edition.ManagerId) })
        {
            foreach (var role in Enum.GetValues<TeamRole>().Except([TeamRole.Unknown]))
            {
                await client.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/team", Appointment(person, role), "scheduling.own-role");
                await client.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/team", Appointment(person, role, deputy: true), "scheduling.own-role");
            }
        }

        Assert.Equal(4, await fixture.InDatabase((SchedulingDbContext db) => db.Editions.Where(e => e.Id == edition.Id).SelectMany(e => e.Team).CountAsync()));
    }

    [Fact]
    public async Task R46_A_role_that_ended_is_neither_extended_nor_given_again_by_its_holder()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var member = await MemberAsync(edition, edition.ManagerId);
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{edition.Path}/team/{member}/end", new { until = "2025-08-01" });

        // On its last day it can't be extended, and afterwards it gives nothing.
        await edition.Manager.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/team/{member}/end", new { until = "2026-08-01" }, "scheduling.role-has-ended");
        await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, $"{edition.Path}/team", Appointment(edition.ManagerId, TeamRole.ProgrammeManager, from: "2025-08-02"), "scheduling.own-role");
        fixture.Clock.AdjustTime(SchedulingFixture.Beginning.AddDays(1));
        await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, $"{edition.Path}/team", Appointment(edition.TrainerId, TeamRole.ProgrammeManager), "scheduling.role-required");
    }

    [Fact]
    public async Task R46_An_administrator_ends_roles_in_a_draft_but_not_in_an_open_edition()
    {
        var administrator = fixture.ClientFor(TestCaller.Administrator(Some.Id()));
        var edition = await Scenario.CreateAsync(fixture);
        await administrator.SendRefusedAsync(
            HttpMethod.Post, $"{edition.Path}/team/{await MemberAsync(edition, edition.DeanId)}/end", new { until = "2025-08-01" }, "scheduling.role-required");

        var mistaken = await fixture.StaffAsync();
        var path = await DraftAsync(mistaken);
        var appointed = await administrator.SendOkAsync(HttpMethod.Post, path, Appointment(mistaken, TeamRole.Dean));
        await administrator.SendOkAsync(HttpMethod.Post, $"{path}/{appointed.GetProperty("id").GetGuid()}/end", new { until = "2025-07-31" });
        await administrator.SendOkAsync(HttpMethod.Post, path, Appointment(await fixture.StaffAsync(), TeamRole.Dean, from: "2025-08-01"));
    }

    [Fact]
    public async Task R46_A_former_dean_does_not_count_and_an_administrator_appoints_again()
    {
        var dean = Some.Staff(displayName: "Decaan");
        await fixture.HandledAsync(dean);
        var path = await DraftAsync(dean.PersonId);
        var administrator = fixture.ClientFor(TestCaller.Administrator(Some.Id()));
        await administrator.SendOkAsync(HttpMethod.Post, path, Appointment(dean.PersonId, TeamRole.Dean));
        var successor = await fixture.StaffAsync();
        await administrator.SendRefusedAsync(HttpMethod.Post, path, Appointment(successor, TeamRole.ProgrammeManager), "scheduling.edition-has-lead");

        await fixture.HandledAsync(dean with { Version = dean.Version + 1, Active = false });

        await administrator.SendOkAsync(HttpMethod.Post, path, Appointment(successor, TeamRole.ProgrammeManager));
    }

    [Fact]
    public async Task R46_An_administrator_ends_roles_of_former_staff_and_appoints_again()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var administrator = fixture.ClientFor(TestCaller.Administrator(Some.Id()));
        foreach (var person in new[] { edition.DeanId, edition.ManagerId })
        {
            await fixture.HandledAsync(Some.Staff(person) with { Version = 2, Active = false });
        }

        var successor = await fixture.StaffAsync();
        var team = $"{edition.Path}/team";
        await administrator.SendRefusedAsync(HttpMethod.Post, team, Appointment(successor, TeamRole.Dean, from: "2025-08-01"), "scheduling.role-taken");

        await administrator.SendOkAsync(HttpMethod.Post, $"{team}/{await MemberAsync(edition, edition.DeanId)}/end", new { until = "2025-07-31" });
        await administrator.SendOkAsync(HttpMethod.Post, team, Appointment(successor, TeamRole.Dean, from: "2025-08-01"));
        // Of those who are staff still not, also while there is no dean and no programme manager.
        await administrator.SendRefusedAsync(
            HttpMethod.Post, $"{team}/{await MemberAsync(edition, edition.TrainerId)}/end", new { until = "2025-08-01" }, "scheduling.role-required");
    }

    [Fact]
    public async Task R46_Of_simultaneous_administrators_one_appoints_the_first_lead()
    {
        var path = await DraftAsync(await fixture.StaffAsync());
        var people = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => fixture.StaffAsync()));

        var answers = await Task.WhenAll(people.Select((person, i) => fixture.ClientFor(TestCaller.Administrator(Some.Id()))
            .SendAsync(HttpMethod.Post, path, Appointment(person, i % 2 == 0 ? TeamRole.Dean : TeamRole.ProgrammeManager, deputy: i > 1))));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Forbidden));
    }

    private async Task<string> DraftAsync(Guid importer)
    {
        fixture.Clock.AdjustTime(SchedulingFixture.Beginning);
        return $"/scheduling/v1/editions/{(await fixture.ImportAsync(importer)).Id}/team";
    }

    private Task<Guid> MemberAsync(Scenario edition, Guid personId) => fixture.InDatabase((SchedulingDbContext db) =>
        db.Editions.Where(e => e.Id == edition.Id).SelectMany(e => e.Team)
            .Where(member => member.PersonId == personId).Select(member => member.Id).SingleAsync());

    private static object Appointment(Guid personId, TeamRole role, bool deputy = false, string from = "2025-01-01") => new { personId, role, from, deputy };
}
