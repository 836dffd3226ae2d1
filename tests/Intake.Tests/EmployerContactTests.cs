using System.Net;
using Metropool.Contracts.Intake;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>
/// An employer with an account and without a contact learns of a question from its own system alone: the candidate and the programme manager see that, and it
/// can be mended.
/// </summary>
public sealed class EmployerContactTests(IntakeFixture intake)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Candidate_and_programme_manager_see_that_no_one_at_the_employer_is_notified_and_no_address_answers_for_it()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), $"{Guid.NewGuid():N}@voorbeeld.example");
        await ContactAsync(scene, 2, hasContact: false);
        var candidate = await scene.NotAgreedAsync();
        Assert.Equal("agreement", (await candidate.ReadAsync()).Text("awaits"));

        var asked = await candidate.AskAsync().OkAsync();

        Assert.Equal(("noContact", "employerContact"), (asked.Text("agreement.notification"), asked.Text("awaits")));
        var waiting = await scene.ProjectManager.FetchAsync($"/intake/v1/applications?editionId={scene.Edition.EditionId}&awaits=employerContact").OkAsync();
        Assert.Equal([candidate.ApplicationId.ToString()], waiting.Each("items", "id"));
        Assert.Equal(["noContact"], waiting.Each("items", "employerNotification"));
        Assert.Equal("noContact", (await scene.Manager.FetchAsync(candidate.Path).OkAsync()).Text("agreement.notification"));

        await candidate.AskAsync(new { contactEmail = email }).RefusedAsync(HttpStatusCode.Conflict, "intake.employer-has-account");

        Assert.Equal("noContact", (await candidate.ReadAsync()).Text("agreement.notification"));
        Assert.Empty(await intake.MailedAsync(email));
        Assert.DoesNotContain(intake.Events.Seen, e => e is EmployerNotified told && told.OrganisationId == scene.EmployerId);
    }

    [Fact]
    public async Task The_client_of_an_employer_without_a_contact_still_answers()
    {
        var scene = await Scene.OpenAsync(intake);
        await ContactAsync(scene, 2, hasContact: false);
        var candidate = await scene.NotAgreedAsync();

        await candidate.AgreedAsync();

        var read = await candidate.ReadAsync();
        Assert.Equal(("decision", null), (read.Text("awaits"), read.Text("agreement.notification")));
    }

    [Fact]
    public async Task A_first_contact_is_notified_of_what_the_employer_is_being_asked()
    {
        var scene = await Scene.OpenAsync(intake);
        await ContactAsync(scene, 2, hasContact: false);
        var (candidate, answered) = (await scene.NotAgreedAsync(), await scene.InterviewedAsync());
        await candidate.AskedAsync();

        await ContactAsync(scene, 3, hasContact: true);

        var told = await intake.Events.PublishedAsync<EmployerNotified>(e => e.OrganisationId == scene.EmployerId);
        Assert.Equal(candidate.PersonId, told.PersonId);
        var read = await candidate.ReadAsync();
        Assert.Equal(("mailed", "agreement"), (read.Text("agreement.notification"), read.Text("awaits")));
        Assert.DoesNotContain(intake.Events.Seen, e => e is EmployerNotified other && other.PersonId == answered.PersonId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_link_is_mailed_in_the_name_of_an_employer_that_has_an_account(bool hasContact)
    {
        var (scene, email) = (await Scene.OpenAsync(intake), $"{Guid.NewGuid():N}@voorbeeld.example");
        await ContactAsync(scene, 2, hasContact);
        var candidate = await scene.SubmittedAsync();

        await candidate.AskAsync(new { contactName = "Mijn neef", contactEmail = email }).RefusedAsync(HttpStatusCode.Conflict, "intake.employer-has-account");

        Assert.Empty(await intake.MailedAsync(email));
        Assert.Null((await candidate.ReadAsync()).At("agreement"));
    }

    [Fact]
    public async Task Where_the_last_contact_leaves_the_candidate_is_notified()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.NotAgreedAsync();
        await candidate.AskedAsync();

        await ContactAsync(scene, 2, hasContact: false);

        await intake.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == candidate.PersonId && e.Subject.Contains("komt niet aan", StringComparison.Ordinal));
        Assert.Equal(("noContact", "employerContact"), ((await candidate.ReadAsync()).Text("agreement.notification"), (await candidate.ReadAsync()).Text("awaits")));
    }

    [Fact]
    public async Task The_team_sees_that_no_one_is_notified_of_a_place_that_is_held_and_a_first_contact_is()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        await scene.SetTermsAsync(1, successorsUntil: "2025-09-30");
        await ContactAsync(scene, 2, hasContact: false);
        var candidate = await scene.AdmittedAsync();
        await candidate.WithdrawAsync().OkAsync();
        Assert.Equal("noContact", Assert.Single(await scene.HeldPlacesAsync()).Text("notification"));

        await ContactAsync(scene, 3, hasContact: true);

        await intake.Events.PublishedAsync<EmployerNotified>(e => e.OrganisationId == scene.EmployerId && e.Subject.StartsWith("Opvolger gevraagd", StringComparison.Ordinal));
        Assert.Equal("mailed", Assert.Single(await scene.HeldPlacesAsync()).Text("notification"));
    }

    [Fact]
    public async Task Whoever_waits_for_an_answer_sees_that_the_link_could_not_be_delivered()
    {
        await using var own = new IntakeWithMailServer();
        await own.InitializeAsync();
        var scene = await Scene.OpenAsync(own, capacity: 1);
        await scene.SetTermsAsync(1, successorsUntil: "2025-09-30");
        var (waiting, place) = (await scene.NotAgreedByNameAsync(), await scene.InterviewedAsync());

        await waiting.AskedAsync(new { contactEmail = IntakeWithMailServer.Unknown() });

        await Eventually.TrueAsync(async () => (await waiting.ReadAsync()).Text("awaits") == "employerContact", "the candidate sees it");
        Assert.Equal("undeliverable", (await waiting.ReadAsync()).Text("agreement.notification"));
        await own.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == waiting.PersonId && e.Subject.Contains("komt niet aan", StringComparison.Ordinal));
        var again = await waiting.AskAsync(new { contactEmail = $"{Guid.NewGuid():N}@voorbeeld.example" }).OkAsync();
        Assert.Equal(("mailed", "agreement"), (again.Text("agreement.notification"), again.Text("awaits")));

        // As it would be of an employer that is known by name only, which agreed behind a link.
        await own.ExecuteAsync(
            $"UPDATE employer_agreements SET organisation_id = NULL, contact_email = {IntakeWithMailServer.Unknown()} WHERE application_id = {place.ApplicationId}");
        await place.DecideAsync(scene.Manager, "admit").OkAsync();
        await place.WithdrawAsync().OkAsync();
        await Eventually.TrueAsync(async () => Assert.Single(await scene.HeldPlacesAsync()).Text("notification") == "undeliverable", "the team sees it");

        var nomination = await scene.NominateAsync(IntakeWithMailServer.Unknown()).OkAsync();
        await Eventually.TrueAsync(
            async () => (await scene.Employer.FetchAsync($"/intake/v1/nominations/{nomination.Id()}").OkAsync()).Text("undeliverable") == "true", "the employer sees it");
    }

    [Fact]
    public async Task An_older_state_of_the_organisation_changes_nothing()
    {
        var scene = await Scene.OpenAsync(intake);
        await ContactAsync(scene, 5, hasContact: false);

        await ContactAsync(scene, 4, hasContact: true);

        Assert.False(await intake.InDatabase<IntakeDbContext, bool>(db => db.Organisations.Where(o => o.Id == scene.EmployerId).Select(o => o.HasContact).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task A_question_and_the_loss_of_the_last_contact_at_the_same_moment_leave_no_one_waiting_in_vain()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidates = new List<Candidate>();
        for (var i = 0; i < 6; i++)
        {
            candidates.Add(await scene.NotAgreedAsync());
        }

        await Task.WhenAll([.. candidates.Select(candidate => candidate.AskAsync().OkAsync()), ContactAsync(scene, 2, hasContact: false)]);

        foreach (var candidate in candidates)
        {
            Assert.Equal("noContact", (await candidate.ReadAsync()).Text("agreement.notification"));
        }
    }

    private Task ContactAsync(Scene scene, long version, bool hasContact) => intake.HandledAsync(Some.Organisation(scene.EmployerId) with { Version = version, HasContact = hasContact });
}
