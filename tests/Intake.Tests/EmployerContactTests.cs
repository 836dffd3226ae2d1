using Metropool.Intake.Replicas;

namespace Metropool.Intake.Tests;

/// <summary>Employers with an account but without a contact, who can be reached by their own system only.</summary>
public sealed class EmployerContactTests(IntakeFixture intake)
{
    [Fact]
    public async Task Candidate_and_programme_manager_see_that_the_employer_has_no_contact()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        await SetContactAsync(scenario, 2, hasContact: false);
        var candidate = await scenario.ConfirmedAsync();
        Assert.Equal("agreement", await candidate.TextAsync("nextStep"));

        var asked = await candidate.AskAsync().OkAsync();

        Assert.Equal(("noContact", "employerContact"), (asked.Text("agreement.notification"), asked.Text("nextStep")));
        var listed = Assert.Single(await scenario.ListAsync("&nextStep=employerContact", by: scenario.ProjectManager));
        Assert.Equal((candidate.ApplicationId, "noContact"), (listed.Id(), listed.Text("employerNotification")));
        Assert.Equal("noContact", (await scenario.Manager.Get(candidate.Path).OkAsync()).Text("agreement.notification"));

        await candidate.AskAsync(new { contactEmail = email }).RefusedAsync(Conflict, "intake.employer-has-account");

        Assert.Equal("noContact", await candidate.TextAsync("agreement.notification"));
        Assert.Empty(await intake.MailedAsync(email));
        Assert.Empty(intake.EmployerNotifications(scenario.EmployerId));
    }

    [Fact]
    public async Task The_client_of_an_employer_without_a_contact_can_answer()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await SetContactAsync(scenario, 2, hasContact: false);
        var candidate = await scenario.ConfirmedAsync();

        await candidate.AgreedAsync();

        var read = await candidate.ReadAsync();
        Assert.Equal(("decision", null), (read.Text("nextStep"), read.Text("agreement.notification")));
    }

    [Fact]
    public async Task The_first_contact_is_notified_of_open_requests()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await SetContactAsync(scenario, 2, hasContact: false);
        var (candidate, answered) = (await scenario.ConfirmedAsync(), await scenario.InterviewedAsync());
        await candidate.AskedAsync();

        await SetContactAsync(scenario, 3, hasContact: true);

        var notification = await intake.EmployerNotifiedAsync(scenario.EmployerId);
        Assert.Equal(candidate.PersonId, notification.PersonId);
        var read = await candidate.ReadAsync();
        Assert.Equal(("mailed", "agreement"), (read.Text("agreement.notification"), read.Text("nextStep")));
        Assert.DoesNotContain(intake.EmployerNotifications(scenario.EmployerId), e => e.PersonId == answered.PersonId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_link_is_mailed_for_an_employer_with_an_account(bool hasContact)
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        await SetContactAsync(scenario, 2, hasContact);
        var candidate = await scenario.SubmittedAsync();

        await candidate.AskAsync(new { contactName = "Mijn neef", contactEmail = email }).RefusedAsync(Conflict, "intake.employer-has-account");

        Assert.Empty(await intake.MailedAsync(email));
        Assert.Null((await candidate.ReadAsync()).At("agreement"));
    }

    [Fact]
    public async Task The_candidate_is_notified_when_the_last_contact_leaves()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.ConfirmedAsync();
        await candidate.AskedAsync();

        await SetContactAsync(scenario, 2, hasContact: false);

        await candidate.NotifiedAsync("komt niet aan");
        var read = await candidate.ReadAsync();
        Assert.Equal(("noContact", "employerContact"), (read.Text("agreement.notification"), read.Text("nextStep")));
    }

    [Fact]
    public async Task The_first_contact_is_notified_of_a_held_place()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        await scenario.SetTermsAsync(1, successorsUntil: "2025-09-30");
        await SetContactAsync(scenario, 2, hasContact: false);
        var candidate = await scenario.AdmittedAsync();
        await candidate.WithdrawAsync().OkAsync();
        Assert.Equal("noContact", Assert.Single(await scenario.HeldPlacesAsync()).Text("notification"));

        await SetContactAsync(scenario, 3, hasContact: true);

        await intake.EmployerNotifiedAsync(scenario.EmployerId, "Opvolger gevraagd");
        Assert.Equal("mailed", Assert.Single(await scenario.HeldPlacesAsync()).Text("notification"));
    }

    [Fact]
    public async Task An_undeliverable_link_is_visible_to_candidate_team_and_employer()
    {
        await using var own = new IntakeWithMailServer();
        await own.InitializeAsync();
        var scenario = await Scenario.CreateAsync(own, capacity: 1);
        await scenario.SetTermsAsync(1, successorsUntil: "2025-09-30");
        var (waiting, place) = (await scenario.ConfirmedByNameAsync(), await scenario.InterviewedAsync());

        await waiting.AskedByMailAsync(IntakeWithMailServer.UnknownAddress());

        await Eventually.TrueAsync(async () => await waiting.TextAsync("nextStep") == "employerContact", "the candidate sees that the mail is undeliverable");
        Assert.Equal("undeliverable", await waiting.TextAsync("agreement.notification"));
        await waiting.NotifiedAsync("komt niet aan");
        var again = await waiting.AskAsync(new { contactEmail = Mailbox.NewAddress() }).OkAsync();
        Assert.Equal(("mailed", "agreement"), (again.Text("agreement.notification"), again.Text("nextStep")));

        // As if the employer were known by name only, and had agreed through a link.
        var unknown = IntakeWithMailServer.UnknownAddress();
        await own.ExecuteAsync(
            $"UPDATE employer_agreements SET organisation_id = NULL, contact_email = {unknown} WHERE application_id = {place.ApplicationId}");
        await place.DecideAsync(scenario.Manager, "admit").OkAsync();
        await place.WithdrawAsync().OkAsync();
        await Eventually.TrueAsync(
            async () => Assert.Single(await scenario.HeldPlacesAsync()).Text("notification") == "undeliverable",
            "the team sees that the mail is undeliverable");

        var nomination = await scenario.NominateAsync(IntakeWithMailServer.UnknownAddress()).OkAsync();
        await Eventually.TrueAsync(
            async () => (await scenario.Employer.FetchNominationAsync(nomination.Id()).OkAsync()).Text("undeliverable") == "true",
            "the employer sees that the mail is undeliverable");
    }

    [Fact]
    public async Task An_older_version_of_the_organisation_is_ignored()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await SetContactAsync(scenario, 5, hasContact: false);

        await SetContactAsync(scenario, 4, hasContact: true);

        Assert.Equal(1, await intake.CountAsync<Organisation>(organisation => organisation.Id == scenario.EmployerId && !organisation.HasContact));
    }

    [Fact]
    public async Task A_request_shows_that_the_last_contact_left_at_the_same_moment()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidates = await Scenario.ManyAsync(6, scenario.ConfirmedAsync);

        await Task.WhenAll([.. candidates.Select(candidate => candidate.AskAsync().OkAsync()), SetContactAsync(scenario, 2, hasContact: false)]);

        foreach (var candidate in candidates)
        {
            Assert.Equal("noContact", await candidate.TextAsync("agreement.notification"));
        }
    }

    private Task SetContactAsync(Scenario scenario, long version, bool hasContact) =>
        intake.HandledAsync(Some.Organisation(scenario.EmployerId) with { Version = version, HasContact = hasContact });
}
