using Metropool.Contracts.Intake;
using Metropool.Mail;
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
    public async Task Candidate_and_programme_manager_see_that_no_one_at_the_employer_is_notified_and_the_candidate_names_an_address()
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

        var again = await candidate.AskAsync(new { contactEmail = email }).OkAsync();

        Assert.Equal(("mailed", "agreement"), (again.Text("agreement.notification"), again.Text("awaits")));
        Assert.Single(await intake.MailedAsync(email));
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

    [Fact]
    public async Task Where_the_last_contact_leaves_the_candidate_is_notified_unless_an_address_was_named()
    {
        var scene = await Scene.OpenAsync(intake);
        var (candidate, other) = (await scene.NotAgreedAsync(), await scene.NotAgreedAsync());
        await candidate.AskedAsync();
        await other.AskedAsync(new { contactEmail = $"{Guid.NewGuid():N}@voorbeeld.example" });

        await ContactAsync(scene, 2, hasContact: false);

        await intake.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == candidate.PersonId && e.Subject.Contains("komt niet aan", StringComparison.Ordinal));
        Assert.Equal(("noContact", "employerContact"), ((await candidate.ReadAsync()).Text("agreement.notification"), (await candidate.ReadAsync()).Text("awaits")));
        Assert.Equal(("mailed", "agreement"), ((await other.ReadAsync()).Text("agreement.notification"), (await other.ReadAsync()).Text("awaits")));
        Assert.DoesNotContain(intake.Events.Seen, e => e is CandidateNotified told && told.PersonId == other.PersonId && told.Subject.Contains("komt niet aan", StringComparison.Ordinal));
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
        await own.HandledAsync(Some.Organisation(scene.EmployerId) with { Version = 2, HasContact = false });
        var (waiting, place) = (await scene.NotAgreedAsync(), await scene.NotAgreedAsync());

        await waiting.AskedAsync(new { contactEmail = IntakeWithMailServer.Unknown() });

        await Eventually.TrueAsync(async () => (await waiting.ReadAsync()).Text("awaits") == "employerContact", "the candidate sees it");
        Assert.Equal("undeliverable", (await waiting.ReadAsync()).Text("agreement.notification"));
        await own.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == waiting.PersonId && e.Subject.Contains("komt niet aan", StringComparison.Ordinal));
        var again = await waiting.AskAsync(new { contactEmail = $"{Guid.NewGuid():N}@voorbeeld.example" }).OkAsync();
        Assert.Equal(("mailed", "agreement"), (again.Text("agreement.notification"), again.Text("awaits")));

        var agreement = await place.AskedAsync(new { contactEmail = IntakeWithMailServer.Unknown() });
        await scene.Employer.PostAsync($"/intake/v1/agreements/{agreement}/grant", await Candidate.GrantAsync(scene.Employer, agreement)).OkAsync();
        await place.DecideAsync(scene.Manager, "admit").OkAsync();
        await place.WithdrawAsync().OkAsync();
        await Eventually.TrueAsync(async () => Assert.Single(await scene.HeldPlacesAsync()).Text("notification") == "undeliverable", "the team sees it");

        var nomination = await scene.NominateAsync(IntakeWithMailServer.Unknown()).OkAsync();
        await Eventually.TrueAsync(
            async () => (await scene.Employer.FetchAsync($"/intake/v1/nominations/{nomination.Id()}").OkAsync()).Text("undeliverable") == "true", "the employer sees it");
    }

    [Fact]
    public async Task That_an_address_is_undeliverable_is_not_forgotten_while_there_is_a_contact()
    {
        await using var own = new IntakeWithMailServer();
        await own.InitializeAsync();
        var scene = await Scene.OpenAsync(own);
        var (before, between) = (await scene.NotAgreedAsync(), await scene.NotAgreedAsync());
        await own.HandledAsync(Some.Organisation(scene.EmployerId) with { Version = 2, HasContact = false });
        await before.AskedAsync(new { contactEmail = IntakeWithMailServer.Unknown() });
        await Eventually.TrueAsync(async () => await NotificationAsync(before) == "undeliverable", "the candidate sees it");

        // There is a contact for a while, and another address turns out to be wrong meanwhile.
        await own.HandledAsync(Some.Organisation(scene.EmployerId) with { Version = 3, HasContact = true });
        await between.AskedAsync(new { contactEmail = IntakeWithMailServer.Unknown() });
        await Eventually.TrueAsync(
            () => own.InDatabase<IntakeDbContext, bool>(db =>
                db.Set<OutgoingMail>().AnyAsync(mail => mail.DataSubjectId == between.ApplicationId && mail.ParkedAt != null, Cancellation)),
            "the mail is parked");
        Assert.Equal(("mailed", "mailed"), (await NotificationAsync(before), await NotificationAsync(between)));

        await own.HandledAsync(Some.Organisation(scene.EmployerId) with { Version = 4, HasContact = false });

        Assert.Equal(("undeliverable", "undeliverable"), (await NotificationAsync(before), await NotificationAsync(between)));
        await own.Events.PublishedAsync<CandidateNotified>(
            e => e.PersonId == between.PersonId && e.Subject.Contains("komt niet aan", StringComparison.Ordinal));

        // Another address is another question.
        var again = await before.AskAsync(new { contactEmail = $"{Guid.NewGuid():N}@voorbeeld.example" }).OkAsync();
        Assert.Equal("mailed", again.Text("agreement.notification"));

        static async Task<string?> NotificationAsync(Candidate candidate) => (await candidate.ReadAsync()).Text("agreement.notification");
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
