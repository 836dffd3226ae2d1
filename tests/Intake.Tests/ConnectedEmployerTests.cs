using Metropool.Http;
using Metropool.Intake.Agreements;

namespace Metropool.Intake.Tests;

/// <summary>The effect of a connection to an organisation on agreements, nominations and notifications.</summary>
public sealed class ConnectedEmployerTests(IntakeFixture intake)
{
    [Fact]
    public async Task After_admission_an_employer_that_Scheduling_connects_can_read_its_agreement()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync());
        var (candidate, period) = await AdmittedByNameAsync(scenario);
        await candidate.ConnectEmployerAsync(organisation.OrganisationId).RefusedAsync(Conflict, "intake.employer-not-changeable");

        await intake.HandledAsync(candidate.Participation(employers: period with { OrganisationId = organisation.OrganisationId, Name = organisation.Name }));

        await intake.OrganisationClient(organisation).FetchAgreementAsync(period.AgreementId).OkAsync();
    }

    [Fact]
    public async Task An_organisation_that_is_registered_after_the_participation_is_connected()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), IntakeFixture.NewOrganisation());
        var (candidate, period) = await AdmittedByNameAsync(scenario);

        await intake.PublishAsync(candidate.Participation(employers: period with { OrganisationId = organisation.OrganisationId, Name = organisation.Name }));
        // After a second participation was handled, the first one was tried.
        await intake.HandledAsync(Some.Participation(scenario.EditionId));
        await intake.PublishAsync(organisation);

        await Eventually.TrueAsync(
            async () => (await intake.OrganisationClient(organisation).FetchAgreementAsync(period.AgreementId)).IsSuccessStatusCode,
            "the employer can read its agreement");
    }

    [Fact]
    public async Task After_admission_the_employer_that_agreed_is_connected_even_if_another_follows()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync());
        var (candidate, period) = await AdmittedByNameAsync(scenario);

        await intake.HandledAsync(candidate.Participation(employers:
        [
            period with { OrganisationId = organisation.OrganisationId, Name = organisation.Name, Until = new DateOnly(2025, 12, 31) },
            new EmployerPeriod { Name = "Stadswerken", From = new DateOnly(2026, 1, 1) },
        ]));

        await intake.OrganisationClient(organisation).FetchAgreementAsync(period.AgreementId).OkAsync();
    }

    [Fact]
    public async Task Contacts_are_notified_of_an_open_request_that_is_connected_by_name()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), IntakeFixture.NewOrganisation());
        var candidate = await AskedByMailAsync(scenario, organisation.Name);

        await intake.HandledAsync(organisation);

        var notification = await intake.EmployerNotifiedAsync(organisation.OrganisationId);
        Assert.Equal(candidate.PersonId, notification.PersonId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connecting_the_employer_invalidates_the_mailed_link(bool hasContact)
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var organisation = IntakeFixture.NewOrganisation() with { HasContact = hasContact };
        var candidate = await scenario.SubmittedByNameAsync(organisation.Name);
        await candidate.AskedByMailAsync(email);
        var link = await intake.LinkMailedAsync(email);

        await intake.HandledAsync(organisation);

        await intake.OpenPageAsync(link, BadRequest);
        Assert.Empty(await intake.MailedAsync(email));
        var read = await candidate.ReadAsync();
        Assert.Equal((hasContact ? "mailed" : "noContact", null), (read.Text("agreement.notification"), read.Text("agreement.contactEmail")));
        Assert.Equal(!hasContact, candidate.Notifications("komt niet aan").Count > 0);
    }

    [Fact]
    public async Task An_agreement_through_a_link_must_be_repeated_by_the_connected_organisation()
    {
        var (scenario, organisation, email) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync(), Mailbox.NewAddress());
        var candidate = await scenario.ConfirmedByNameAsync();
        await candidate.AgreedByMailAsync(email);

        await candidate.ConnectEmployerAsync(organisation.OrganisationId).OkAsync();

        await candidate.DecideAsync(scenario.Manager, "admit").RefusedAsync(Conflict, "intake.employer-agreement-missing");
        Assert.Equal("agreement", await candidate.TextAsync("nextStep"));
        await candidate.NotifiedAsync("nog eens");
        await candidate.AskedAsync();
    }

    [Fact]
    public async Task The_first_contact_is_notified_of_an_open_request_that_was_mailed()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), IntakeFixture.NewOrganisation() with { HasContact = false });
        var candidate = await AskedByMailAsync(scenario, organisation.Name);
        await intake.HandledAsync(organisation);
        Assert.Empty(intake.EmployerNotifications(organisation.OrganisationId));

        await intake.HandledAsync(organisation with { Version = 2, HasContact = true });

        var notification = await intake.EmployerNotifiedAsync(organisation.OrganisationId);
        Assert.Equal(candidate.PersonId, notification.PersonId);
    }

    [Fact]
    public async Task Asking_again_while_connecting_notifies_the_contacts_once()
    {
        var (scenario, organisation) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync());
        var candidate = await AskedByMailAsync(scenario, "Stadswerken");
        // As if the name had been entered before the organisation had it, and hadn't been connected then.
        var key = TextPolicy.ComparisonKey(organisation.Name);
        await intake.ExecuteAsync(
            $"UPDATE application_employers SET name = {organisation.Name}, name_key = {key} WHERE application_id = {candidate.ApplicationId}");
        await intake.ExecuteAsync($"UPDATE employer_agreements SET employer_name = {organisation.Name} WHERE application_id = {candidate.ApplicationId}");

        await candidate.AskAsync().OkAsync();

        await intake.EmployerNotifiedAsync(organisation.OrganisationId);
        Assert.Equal(1, await intake.CountAsync<EmployerAgreement>(a => a.ApplicationId == candidate.ApplicationId));
        Assert.Single(intake.EmployerNotifications(organisation.OrganisationId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_nomination_by_a_connected_employer_is_linked_to_the_agreement(bool askedBefore)
    {
        var (scenario, organisation, email) = (await Scenario.CreateAsync(intake), await intake.OrganisationAsync(), Mailbox.NewAddress());
        var candidate = await scenario.SubmittedByNameAsync(organisation.Name);
        var nomination = (await scenario.NominateAsync(email, by: intake.OrganisationClient(organisation), externalReference: "Z-7").OkAsync()).Id();
        await scenario.AcceptNominationAsync(email, candidate.PersonId);
        // As if the employer had been known by name only.
        await intake.ExecuteAsync($"UPDATE nominations SET organisation_id = NULL WHERE id = {nomination}");
        await intake.ExecuteAsync($"UPDATE application_employers SET organisation_id = NULL WHERE application_id = {candidate.ApplicationId}");
        await intake.ExecuteAsync($"UPDATE applications SET employer_organisation_id = NULL WHERE id = {candidate.ApplicationId}");
        if (askedBefore)
        {
            await intake.ExecuteAsync($"UPDATE organisations SET active = false WHERE id = {organisation.OrganisationId}");
            await candidate.AskedByMailAsync(email);
            await intake.ExecuteAsync($"UPDATE organisations SET active = true WHERE id = {organisation.OrganisationId}");
            await candidate.ConnectEmployerAsync(organisation.OrganisationId).OkAsync();
        }
        else
        {
            await candidate.AskedAsync();
        }

        var agreement = await candidate.AgreementIdAsync();
        var read = await intake.OrganisationClient(organisation).FetchAgreementAsync(agreement).OkAsync();
        Assert.Equal((nomination.ToString(), "Z-7"), (read.Text("nominationId"), read.Text("externalReference")));
    }

    /// <summary>An admitted candidate whose employer agreed through a mailed link, and the period of employment.</summary>
    private async Task<(Candidate Candidate, EmployerPeriod Period)> AdmittedByNameAsync(Scenario scenario)
    {
        var candidate = await scenario.AdmittedAsync();
        var admitted = await candidate.PublishedAsync(ApplicationChange.Admitted);
        await intake.ExecuteAsync($"UPDATE employer_agreements SET organisation_id = NULL WHERE application_id = {candidate.ApplicationId}");
        await intake.ExecuteAsync($"UPDATE application_employers SET organisation_id = NULL WHERE application_id = {candidate.ApplicationId}");
        return (candidate, admitted.Admission!.Employers[0]);
    }

    private static async Task<Candidate> AskedByMailAsync(Scenario scenario, string employer)
    {
        var candidate = await scenario.SubmittedByNameAsync(employer);
        await candidate.AskedByMailAsync(Mailbox.NewAddress());
        return candidate;
    }
}
