using System.Net;
using System.Text.Json.Nodes;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>An employer that the candidate typed by name is connected to the organisation that has an account here.</summary>
public sealed class EmployerConnectionTests(IntakeFixture intake)
{
    [Theory]
    [InlineData("Gemeente Aa {0}")]
    [InlineData("  gemeente  AA {0} ")]
    public async Task A_typed_name_that_is_the_name_of_an_organisation_is_connected_to_it(string typed)
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync("Aa"));

        var candidate = await scene.DraftAsync(Typed(scene, Of(typed, organisation)));

        Assert.Equal((organisation.OrganisationId, organisation.Name), await EmployerOfAsync(candidate));
    }

    [Fact]
    public async Task A_new_employer_that_is_typed_is_connected_as_well()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync("Bee"));
        var candidate = await scene.SubmittedAsync();

        var changed = await candidate.Client.PostAsync($"{candidate.Path}/employers", new { name = organisation.Name.ToUpperInvariant(), from = "2025-09-01" }).OkAsync();

        Assert.Equal((organisation.OrganisationId, organisation.Name), (changed.Id("employers.1.organisationId"), changed.Text("employers.1.name")));
    }

    [Fact]
    public async Task An_organisation_that_is_deactivated_is_not_connected()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync("Cee"));
        await intake.HandledAsync(organisation with { Version = 2, Active = false });

        var candidate = await scene.DraftAsync(Typed(scene, organisation.Name));

        Assert.Null((await candidate.ReadAsync()).Text("employers.0.organisationId"));
    }

    [Fact]
    public async Task An_organisation_that_is_registered_later_is_connected_and_can_be_asked()
    {
        var scene = await Scene.OpenAsync(intake);
        var organisation = New("Dee");
        var candidate = await scene.DraftAsync(Typed(scene, organisation.Name));
        await candidate.SubmitAsync().OkAsync();
        await candidate.AskAsync().RefusedAsync(HttpStatusCode.BadRequest, "intake.agreement-unreachable");

        await intake.HandledAsync(organisation);

        Assert.Equal((organisation.OrganisationId, organisation.Name), await EmployerOfAsync(candidate));
        Assert.Equal("employerConnected", (await candidate.HistoryAsync()).Last());
        var agreement = await candidate.AskedAsync();
        await Client(organisation.OrganisationId).FetchAsync($"/intake/v1/agreements/{agreement}").OkAsync();
        await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == candidate.ApplicationId && e.Version > 2);
    }

    [Fact]
    public async Task The_programme_manager_connects_an_employer_of_another_name_which_then_reads_what_it_was_asked_by_mail()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync("Eff"));
        var candidate = await scene.DraftAsync(Typed(scene, "Dienst Wonen van Eff"));
        await candidate.SubmitAsync().OkAsync();
        var agreement = await candidate.AskedAsync(new { contactEmail = $"{Guid.NewGuid():N}@voorbeeldgemeente.example" });
        var listed = Assert.Single((await scene.Manager.FetchAsync($"/intake/v1/applications?editionId={scene.Edition.EditionId}&employerConnected=false").OkAsync()).At("items")!.AsArray())!;
        Assert.Equal((candidate.ApplicationId, null), (listed.Id(), listed.Text("employerOrganisationId")));
        await Client(organisation.OrganisationId).FetchAsync($"/intake/v1/agreements/{agreement}").RefusedAsync(HttpStatusCode.NotFound, "intake.agreement-unknown");

        var connected = await ConnectAsync(scene, candidate, organisation.OrganisationId).OkAsync();

        Assert.Equal(organisation.OrganisationId, connected.Id("employerOrganisationId"));
        await Client(organisation.OrganisationId).FetchAsync($"/intake/v1/agreements/{agreement}").OkAsync();
        await intake.Events.PublishedAsync<EmployerNotified>(e => e.OrganisationId == organisation.OrganisationId);
        await ConnectAsync(scene, candidate, organisation.OrganisationId).RefusedAsync(HttpStatusCode.Conflict, "intake.employer-connected");
        Assert.Empty((await scene.Manager.FetchAsync($"/intake/v1/applications?editionId={scene.Edition.EditionId}&employerConnected=false").OkAsync()).At("items")!.AsArray());
    }

    [Fact]
    public async Task R46_Connected_before_the_candidate_asks_the_employer_sees_nothing()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync("Gee"));
        var candidate = await scene.DraftAsync(Typed(scene, "Stadsbeheer"));
        await candidate.SubmitAsync().OkAsync();

        await ConnectAsync(scene, candidate, organisation.OrganisationId).OkAsync();

        Assert.Empty((await Client(organisation.OrganisationId).FetchAsync("/intake/v1/agreements").OkAsync()).At("items")!.AsArray());
    }

    [Fact]
    public async Task An_unknown_or_deactivated_organisation_and_an_application_that_is_over_are_refused()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync("Haa"));
        await intake.HandledAsync(organisation with { Version = 2, Active = false });
        var candidate = await scene.DraftAsync(Typed(scene, "Stadsbeheer"));
        await ConnectAsync(scene, candidate, scene.EmployerId).RefusedAsync(HttpStatusCode.NotFound, "intake.application-unknown");
        await candidate.SubmitAsync().OkAsync();

        await ConnectAsync(scene, candidate, organisation.OrganisationId).RefusedAsync(HttpStatusCode.BadRequest, "intake.organisation-unknown");
        await ConnectAsync(scene, candidate, Some.Id()).RefusedAsync(HttpStatusCode.BadRequest, "intake.organisation-unknown");
        await candidate.WithdrawAsync().OkAsync();
        await ConnectAsync(scene, candidate, scene.EmployerId).RefusedAsync(HttpStatusCode.Conflict, "intake.already-closed");
    }

    [Fact]
    public async Task Of_many_connections_at_once_one_is_made()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync("Ies"));
        var candidate = await scene.DraftAsync(Typed(scene, "Stadsbeheer"));
        await candidate.SubmitAsync().OkAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ConnectAsync(scene, candidate, organisation.OrganisationId)));

        Assert.Equal([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.Conflict, 5)], answers.Select(answer => answer.StatusCode).Order());
    }

    [Fact]
    public async Task A_nomination_is_taken_up_with_an_open_application_that_names_the_employer_by_its_name()
    {
        var scene = await Scene.OpenAsync(intake);
        var organisation = New("Jee");
        var candidate = await scene.DraftAsync(Typed(scene, organisation.Name));
        await intake.HandledAsync(organisation);
        var email = $"{Guid.NewGuid():N}@voorbeeldgemeente.example";
        await scene.NominateAsync(email, by: Client(organisation.OrganisationId)).OkAsync();

        var taken = await scene.TakeUpAsync(email, candidate.PersonId);

        Assert.Equal(candidate.ApplicationId, taken.ApplicationId);
        Assert.Equal((organisation.OrganisationId, organisation.Name), await EmployerOfAsync(candidate));
    }

    [Fact]
    public async Task The_period_in_force_today_is_connected_and_then_the_one_to_come()
    {
        var (scene, now, later) = (await Scene.OpenAsync(intake), await OrganisationAsync("Em"), await OrganisationAsync("En"));
        var candidate = await TwoTypedAsync(scene, "Dienst Wonen", "Dienst Verkeer");

        await ConnectAsync(scene, candidate, now.OrganisationId).OkAsync();
        Assert.Equal((now.OrganisationId.ToString(), null), await TwoEmployersOfAsync(candidate));

        Assert.Equal(later.OrganisationId, (await ConnectAsync(scene, candidate, later.OrganisationId).OkAsync()).Id("employerOrganisationId"));
        Assert.Equal((now.OrganisationId.ToString(), later.OrganisationId.ToString()), await TwoEmployersOfAsync(candidate));
        await ConnectAsync(scene, candidate, later.OrganisationId).RefusedAsync(HttpStatusCode.Conflict, "intake.employer-connected");
    }

    [Fact]
    public async Task Every_open_period_is_connected_by_its_name()
    {
        var (scene, now, later) = (await Scene.OpenAsync(intake), New("Oo"), New("Pee"));
        var candidate = await TwoTypedAsync(scene, now.Name, later.Name);

        await intake.HandledAsync(now);
        Assert.Equal((now.OrganisationId.ToString(), null), await TwoEmployersOfAsync(candidate));
        await intake.HandledAsync(later);

        Assert.Equal((now.OrganisationId.ToString(), later.OrganisationId.ToString()), await TwoEmployersOfAsync(candidate));
    }

    [Fact]
    public async Task While_two_organisations_have_the_name_neither_is_connected_and_once_one_is_renamed_the_other_is()
    {
        var (scene, former) = (await Scene.OpenAsync(intake), await OrganisationAsync("Qu"));
        var current = New("Qu") with { Name = former.Name };
        await intake.HandledAsync(current);
        var candidate = await scene.DraftAsync(Typed(scene, former.Name));
        await candidate.SubmitAsync().OkAsync();
        Assert.Null((await candidate.ReadAsync()).Text("employers.0.organisationId"));

        await intake.HandledAsync(former with { Version = 2, Name = New("Er").Name });

        Assert.Equal((current.OrganisationId, current.Name), await EmployerOfAsync(candidate));
    }

    [Fact]
    public async Task A_deactivated_organisation_is_no_employer_by_its_id_either()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync("Wee"));
        await intake.HandledAsync(organisation with { Version = 2, Active = false });
        var candidate = await scene.SubmittedAsync();

        await intake.ClientFor(TestCaller.Person(Some.Id()))
            .PostAsync("/intake/v1/applications", Candidate.Complete(scene.Edition.EditionId, organisation.OrganisationId))
            .RefusedAsync(HttpStatusCode.BadRequest, "intake.organisation-unknown");
        await candidate.Client.PostAsync($"{candidate.Path}/employers", new { organisationId = organisation.OrganisationId, from = "2025-09-01" })
            .RefusedAsync(HttpStatusCode.BadRequest, "intake.organisation-unknown");
    }

    [Fact]
    public async Task An_organisation_that_is_deactivated_at_the_same_moment_is_not_connected()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync("Iks"));
        var candidate = await scene.DraftAsync(Typed(scene, "Stadsbeheer"));
        await candidate.SubmitAsync().OkAsync();

        var connecting = await intake.InDatabase<IntakeDbContext, Task<HttpResponseMessage>>(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await db.Database.ExecuteSqlAsync($"UPDATE organisations SET active = false WHERE id = {organisation.OrganisationId}");
            var answer = ConnectAsync(scene, candidate, organisation.OrganisationId);
            await Eventually.TrueAsync(async () => answer.IsCompleted || await IsWaitingAsync(), "the request waits for the change");
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
            return answer;
        });

        await connecting.RefusedAsync(HttpStatusCode.BadRequest, "intake.organisation-unknown");

        // In a transaction of its own: what a transaction sees of the others' activity doesn't change.
        Task<bool> IsWaitingAsync() => intake.InDatabase<IntakeDbContext, bool>(async db => await db.Database
            .SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%organisations%FOR SHARE%'")
            .SingleAsync() > 0);
    }

    /// <summary>A candidate whose employer today and whose next one are known by name only.</summary>
    private static async Task<Candidate> TwoTypedAsync(Scene scene, string now, string later)
    {
        var candidate = await scene.DraftAsync(Typed(scene, now));
        await candidate.SubmitAsync().OkAsync();
        await candidate.Client.PostAsync($"{candidate.Path}/employers", new { name = later, from = "2026-01-01" }).OkAsync();
        return candidate;
    }

    private static async Task<(string? Now, string? Later)> TwoEmployersOfAsync(Candidate candidate)
    {
        var read = await candidate.ReadAsync();
        return (read.Text("employers.0.organisationId"), read.Text("employers.1.organisationId"));
    }

    private static OrganisationRegistered New(string name) => Some.Organisation(name: $"Gemeente {name} {Guid.NewGuid():N}");

    private static string Of(string typed, OrganisationRegistered organisation) => string.Format(System.Globalization.CultureInfo.InvariantCulture, typed, organisation.Name.Split(' ')[^1]);

    private static JsonObject Typed(Scene scene, string employer)
    {
        var content = Candidate.Complete(scene.Edition.EditionId);
        content["employer"]!["name"] = employer;
        return content;
    }

    [Fact]
    public async Task R46_No_one_connects_an_employer_to_the_organisation_that_they_speak_for()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync("Haa"));
        var candidate = await scene.DraftAsync(Typed(scene, "Stadswerken"));
        await candidate.SubmitAsync().OkAsync();
        var manager = TestCaller.StaffAndContact(scene.Role(TeamPart.ProgrammeManager).PersonId, organisation.OrganisationId);

        // The token speaks for one organisation, and a contact of two chooses which.
        foreach (var caller in new[] { manager, TestCaller.StaffAndContact(scene.Role(TeamPart.ProgrammeManager).PersonId, Some.Id()) })
        {
            await intake.ClientFor(caller).PostAsync($"{candidate.Path}/employer-connection", new { organisationId = organisation.OrganisationId })
                .RefusedAsync(HttpStatusCode.Forbidden, "intake.own-organisation");
        }
    }

    private static Task<HttpResponseMessage> ConnectAsync(Scene scene, Candidate candidate, Guid organisationId) =>
        scene.Manager.PostAsync($"{candidate.Path}/employer-connection", new { organisationId });

    private static async Task<(Guid OrganisationId, string? Name)> EmployerOfAsync(Candidate candidate)
    {
        var read = await candidate.ReadAsync();
        return (read.Id("employers.0.organisationId"), read.Text("employers.0.name"));
    }

    private HttpClient Client(Guid organisationId) => intake.ClientFor(TestCaller.OrganisationClient("client-of-the-organisation", organisationId));

    private async Task<OrganisationRegistered> OrganisationAsync(string name)
    {
        var organisation = New(name);
        await intake.HandledAsync(organisation);
        return organisation;
    }
}
