using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>An employer that the candidate entered by name is connected to an organisation with an account.</summary>
public sealed class EmployerConnectionTests(IntakeFixture intake)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_typed_name_that_matches_an_organisation_is_connected_to_it(bool writtenDifferently)
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync());
        var name = writtenDifferently ? $"  {organisation.Name.ToUpperInvariant().Replace(" ", "  ", StringComparison.Ordinal)} " : organisation.Name;

        var candidate = await scenario.DraftAsync(scenario.ContentByName(name));

        Assert.Equal((organisation.OrganisationId, organisation.Name), await EmployerOfAsync(candidate));
    }

    [Fact]
    public async Task A_new_employer_with_a_matching_name_is_connected()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync());
        var candidate = await scenario.SubmittedAsync();

        var changed = await candidate.ChangeEmployerAsync(organisation.Name.ToUpperInvariant()).OkAsync();

        Assert.Equal((organisation.OrganisationId, organisation.Name), (changed.Id("employers.1.organisationId"), changed.Text("employers.1.name")));
    }

    [Fact]
    public async Task A_deactivated_organisation_is_not_connected()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync(active: false));

        var candidate = await scenario.DraftAsync(scenario.ContentByName(organisation.Name));

        Assert.Null(await candidate.TextAsync("employers.0.organisationId"));
    }

    [Fact]
    public async Task An_organisation_that_is_registered_later_is_connected_and_can_be_asked()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var organisation = IntakeFixture.NewOrganisation();
        var candidate = await scenario.SubmittedByNameAsync(organisation.Name);
        await candidate.AskAsync().RefusedAsync(BadRequest, "intake.agreement-unreachable");

        await intake.HandledAsync(organisation);

        Assert.Equal((organisation.OrganisationId, organisation.Name), await EmployerOfAsync(candidate));
        Assert.Equal("employerConnected", (await candidate.HistoryKindsAsync()).Last());
        var agreement = await candidate.AskedAsync();
        await intake.OrganisationClient(organisation).FetchAgreementAsync(agreement).OkAsync();
        await candidate.PublishedAsync(e => e.Version > 2);
    }

    [Fact]
    public async Task The_programme_manager_connects_an_employer_which_can_then_read_the_mailed_request()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync());
        var candidate = await scenario.SubmittedByNameAsync("Dienst Wonen van Eff");
        var agreement = await candidate.AskedByMailAsync(Mailbox.NewAddress());
        var listed = Assert.Single(await scenario.ListAsync("&employerConnected=false"));
        Assert.Equal((candidate.ApplicationId, null), (listed.Id(), listed.Text("employerOrganisationId")));
        await intake.OrganisationClient(organisation).FetchAgreementAsync(agreement).RefusedAsync(NotFound, "intake.agreement-unknown");

        var connected = await candidate.ConnectEmployerAsync(organisation.OrganisationId).OkAsync();

        Assert.Equal(organisation.OrganisationId, connected.Id("employerOrganisationId"));
        await intake.OrganisationClient(organisation).FetchAgreementAsync(agreement).OkAsync();
        await intake.EmployerNotifiedAsync(organisation.OrganisationId);
        await candidate.ConnectEmployerAsync(organisation.OrganisationId).RefusedAsync(Conflict, "intake.employer-connected");
        Assert.Empty(await scenario.ListAsync("&employerConnected=false"));
    }

    [Fact]
    public async Task R46_A_connected_employer_sees_nothing_before_the_candidate_asks()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync());
        var candidate = await scenario.SubmittedByNameAsync("Stadsbeheer");

        await candidate.ConnectEmployerAsync(organisation.OrganisationId).OkAsync();

        Assert.Empty(await intake.OrganisationClient(organisation).ItemsAsync("/intake/v1/agreements"));
    }

    [Fact]
    public async Task Connecting_requires_an_active_organisation_and_an_open_application()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync(active: false));
        var candidate = await scenario.DraftAsync(scenario.ContentByName("Stadsbeheer"));
        await candidate.ConnectEmployerAsync(scenario.EmployerId).RefusedAsync(NotFound, "intake.application-unknown");
        await candidate.SubmitAsync().OkAsync();

        await candidate.ConnectEmployerAsync(organisation.OrganisationId).RefusedAsync(BadRequest, "intake.organisation-not-registered");
        await candidate.ConnectEmployerAsync(Some.Id()).RefusedAsync(BadRequest, "intake.organisation-not-registered");
        await candidate.WithdrawAsync().OkAsync();
        await candidate.ConnectEmployerAsync(scenario.EmployerId).RefusedAsync(Conflict, "intake.already-closed");
    }

    [Fact]
    public async Task Only_one_of_six_connections_at_once_is_made()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync());
        var candidate = await scenario.SubmittedByNameAsync("Stadsbeheer");

        var statuses = await Json.AtOnceAsync(6, _ => candidate.ConnectEmployerAsync(organisation.OrganisationId));

        Assert.Equal([OK, .. Enumerable.Repeat(Conflict, 5)], statuses);
    }

    [Fact]
    public async Task A_nomination_is_added_to_an_open_application_that_names_the_employer()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var organisation = IntakeFixture.NewOrganisation();
        var candidate = await scenario.DraftAsync(scenario.ContentByName(organisation.Name));
        await intake.HandledAsync(organisation);
        var email = Mailbox.NewAddress();
        await scenario.NominateAsync(email, by: intake.OrganisationClient(organisation)).OkAsync();

        var taken = await scenario.AcceptNominationAsync(email, candidate.PersonId);

        Assert.Equal(candidate.ApplicationId, taken.ApplicationId);
        Assert.Equal((organisation.OrganisationId, organisation.Name), await EmployerOfAsync(candidate));
    }

    [Fact]
    public async Task The_current_period_is_connected_before_a_future_one()
    {
        var (scenario, now, later) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync(), await intake.OrganisationAsync());
        var candidate = await WithTwoEmployersAsync(scenario, "Dienst Wonen", "Dienst Verkeer");

        await candidate.ConnectEmployerAsync(now.OrganisationId).OkAsync();
        Assert.Equal((now.OrganisationId.ToString(), null), await EmployersOfAsync(candidate));

        Assert.Equal(later.OrganisationId, (await candidate.ConnectEmployerAsync(later.OrganisationId).OkAsync()).Id("employerOrganisationId"));
        Assert.Equal((now.OrganisationId.ToString(), later.OrganisationId.ToString()), await EmployersOfAsync(candidate));
        await candidate.ConnectEmployerAsync(later.OrganisationId).RefusedAsync(Conflict, "intake.employer-connected");
    }

    [Fact]
    public async Task Every_open_period_is_connected_by_name()
    {
        var (scenario, now, later) = (await Scenario.CreateAsync(intake), IntakeFixture.NewOrganisation(), IntakeFixture.NewOrganisation());
        var candidate = await WithTwoEmployersAsync(scenario, now.Name, later.Name);

        await intake.HandledAsync(now);
        Assert.Equal((now.OrganisationId.ToString(), null), await EmployersOfAsync(candidate));
        await intake.HandledAsync(later);

        Assert.Equal((now.OrganisationId.ToString(), later.OrganisationId.ToString()), await EmployersOfAsync(candidate));
    }

    [Fact]
    public async Task An_ambiguous_name_is_connected_after_one_of_the_organisations_is_renamed()
    {
        var (scenario, former) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync());
        var current = Some.Organisation(name: former.Name);
        await intake.HandledAsync(current);
        var candidate = await scenario.SubmittedByNameAsync(former.Name);
        Assert.Null(await candidate.TextAsync("employers.0.organisationId"));

        await intake.HandledAsync(former with { Version = 2, Name = IntakeFixture.NewOrganisation().Name });

        Assert.Equal((current.OrganisationId, current.Name), await EmployerOfAsync(candidate));
    }

    [Fact]
    public async Task A_deactivated_organisation_cannot_be_chosen_as_employer()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync(active: false));
        var candidate = await scenario.SubmittedAsync();

        await intake.PersonClient()
            .PostAsync("/intake/v1/applications", Candidate.Content(scenario.EditionId, organisation.OrganisationId))
            .RefusedAsync(BadRequest, "intake.organisation-not-registered");
        await candidate.ChangeEmployerAsync(organisation.OrganisationId).RefusedAsync(BadRequest, "intake.organisation-not-registered");
    }

    [Fact]
    public async Task An_organisation_that_is_deactivated_at_the_same_moment_is_not_connected()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync());
        var candidate = await scenario.SubmittedByNameAsync("Stadsbeheer");

        var connecting = await intake.InDatabase(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await db.Database.ExecuteSqlAsync($"UPDATE organisations SET active = false WHERE id = {organisation.OrganisationId}");
            var answer = candidate.ConnectEmployerAsync(organisation.OrganisationId);
            await Eventually.TrueAsync(async () => answer.IsCompleted || await IsWaitingAsync(), "the request waits for the change");
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
            return answer;
        });

        await connecting.RefusedAsync(BadRequest, "intake.organisation-not-registered");

        // In its own transaction, because activity that a transaction has read doesn't change.
        Task<bool> IsWaitingAsync() => intake.InDatabase(async db => await db.Database
            .SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%organisations%FOR SHARE%'")
            .SingleAsync() > 0);
    }

    [Fact]
    public async Task R46_A_programme_manager_cannot_connect_an_employer_to_an_organisation_that_they_represent()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync());
        var candidate = await scenario.SubmittedByNameAsync("Stadswerken");
        var manager = TestCaller.StaffAndContact(scenario.ManagerId, organisation.OrganisationId);

        // A contact of two organisations chooses one of them for the token.
        foreach (var caller in new[] { manager, TestCaller.StaffAndContact(scenario.ManagerId, Some.Id()) })
        {
            await candidate.ConnectEmployerAsync(organisation.OrganisationId, by: intake.ClientFor(caller)).RefusedAsync(Forbidden, "intake.own-organisation");
        }
    }

    /// <summary>A candidate whose current and next employer are known by name only.</summary>
    private static async Task<Candidate> WithTwoEmployersAsync(Scenario scenario, string now, string later)
    {
        var candidate = await scenario.SubmittedByNameAsync(now);
        await candidate.ChangeEmployerAsync(later, "2026-01-01").OkAsync();
        return candidate;
    }

    private static async Task<(string? Now, string? Later)> EmployersOfAsync(Candidate candidate)
    {
        var read = await candidate.ReadAsync();
        return (read.Text("employers.0.organisationId"), read.Text("employers.1.organisationId"));
    }

    private static async Task<(Guid OrganisationId, string? Name)> EmployerOfAsync(Candidate candidate)
    {
        var read = await candidate.ReadAsync();
        return (read.Id("employers.0.organisationId"), read.Text("employers.0.name"));
    }
}
