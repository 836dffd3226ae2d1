using System.Net;
using System.Text.Json.Nodes;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>What follows when an employer is connected to an organisation: what it was asked and agreed to, its nomination, and its contacts.</summary>
public sealed class ConnectedEmployerTests(IntakeFixture intake)
{
    [Fact]
    public async Task After_admission_an_employer_that_is_connected_in_Scheduling_reads_what_it_agreed_to()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync());
        var (candidate, period) = await AdmittedByNameAsync(scene);
        await ConnectAsync(scene, candidate, organisation.OrganisationId).RefusedAsync(HttpStatusCode.Conflict, "intake.employer-not-changeable");

        await intake.HandledAsync(Enrolled(scene, candidate, period with { OrganisationId = organisation.OrganisationId, Name = organisation.Name }));

        await Client(organisation.OrganisationId).FetchAsync($"/intake/v1/agreements/{period.AgreementId}").OkAsync();
    }

    [Fact]
    public async Task An_organisation_that_becomes_known_after_the_participation_is_connected_all_the_same()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), New());
        var (candidate, period) = await AdmittedByNameAsync(scene);

        await intake.PublishAsync(Enrolled(scene, candidate, period with { OrganisationId = organisation.OrganisationId, Name = organisation.Name }));
        // Once another one was handled, this one was tried.
        await intake.HandledAsync(Some.Participation(scene.Edition.EditionId));
        await intake.PublishAsync(organisation);

        await Eventually.TrueAsync(
            async () => (await Client(organisation.OrganisationId).FetchAsync($"/intake/v1/agreements/{period.AgreementId}")).IsSuccessStatusCode,
            "the employer reads what it agreed to");
    }

    [Fact]
    public async Task After_admission_the_employer_that_agreed_is_connected_also_while_another_is_to_come()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync());
        var (candidate, period) = await AdmittedByNameAsync(scene);

        await intake.HandledAsync(Enrolled(
            scene,
            candidate,
            period with { OrganisationId = organisation.OrganisationId, Name = organisation.Name, Until = new DateOnly(2025, 12, 31) },
            new EmployerPeriod { Name = "Stadswerken", From = new DateOnly(2026, 1, 1) }));

        await Client(organisation.OrganisationId).FetchAsync($"/intake/v1/agreements/{period.AgreementId}").OkAsync();
    }

    [Fact]
    public async Task The_contacts_are_notified_of_an_open_question_that_is_connected_by_name()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), New());
        var candidate = await AskedByMailAsync(scene, organisation.Name);

        await intake.HandledAsync(organisation);

        var told = await intake.Events.PublishedAsync<EmployerNotified>(e => e.OrganisationId == organisation.OrganisationId);
        Assert.Equal(candidate.PersonId, told.PersonId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Once_the_employer_is_connected_the_mailed_link_is_dead(bool hasContact)
    {
        var (scene, organisation, email) = (await Scene.OpenAsync(intake), New() with { HasContact = hasContact }, $"{Guid.NewGuid():N}@voorbeeld.example");
        var candidate = await scene.DraftAsync(Typed(scene, organisation.Name));
        await candidate.SubmitAsync().OkAsync();
        await candidate.AskedAsync(new { contactEmail = email });
        var link = await intake.LinkMailedAsync(email);

        await intake.HandledAsync(organisation);

        using var dead = await intake.PlainClientFor(TestCaller.Anonymous).FetchAsync(link);
        Assert.Equal(HttpStatusCode.BadRequest, dead.StatusCode);
        Assert.Empty(await intake.MailedAsync(email));
        var read = await candidate.ReadAsync();
        Assert.Equal((hasContact ? "mailed" : "noContact", null), (read.Text("agreement.notification"), read.Text("agreement.contactEmail")));
        Assert.Equal(
            !hasContact,
            intake.Events.Seen.Any(e => e is CandidateNotified told && told.PersonId == candidate.PersonId && told.Subject.Contains("komt niet aan", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_agreed_behind_a_link_is_asked_again_of_the_organisation_before_anyone_is_admitted_on_it()
    {
        var (scene, organisation, email) = (await Scene.OpenAsync(intake), await OrganisationAsync(), $"{Guid.NewGuid():N}@voorbeeld.example");
        var candidate = await scene.NotAgreedByNameAsync();
        await candidate.AskedAsync(new { contactEmail = email });
        await candidate.AgreeByLinkAsync(await intake.LinkMailedAsync(email));

        await ConnectAsync(scene, candidate, organisation.OrganisationId).OkAsync();

        await candidate.DecideAsync(scene.Manager, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.employer-agreement-missing");
        Assert.Equal("agreement", (await candidate.ReadAsync()).Text("awaits"));
        await intake.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == candidate.PersonId && e.Subject.Contains("nog eens", StringComparison.Ordinal));
        await candidate.AskedAsync();
    }

    [Fact]
    public async Task The_first_contact_is_notified_of_an_open_question_that_was_mailed_as_well()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), New() with { HasContact = false });
        var candidate = await AskedByMailAsync(scene, organisation.Name);
        await intake.HandledAsync(organisation);
        Assert.DoesNotContain(intake.Events.Seen, e => e is EmployerNotified told && told.OrganisationId == organisation.OrganisationId);

        await intake.HandledAsync(organisation with { Version = 2, HasContact = true });

        var told = await intake.Events.PublishedAsync<EmployerNotified>(e => e.OrganisationId == organisation.OrganisationId);
        Assert.Equal(candidate.PersonId, told.PersonId);
    }

    [Fact]
    public async Task Asked_again_with_the_connection_the_contacts_are_notified_once()
    {
        var (scene, organisation) = (await Scene.OpenAsync(intake), await OrganisationAsync());
        var candidate = await AskedByMailAsync(scene, "Stadswerken");
        // As it would be where the name was typed before the organisation had it, and the connection wasn't made then.
        var key = TextPolicy.ComparisonKey(organisation.Name);
        await intake.ExecuteAsync(
            $"UPDATE application_employers SET name = {organisation.Name}, name_key = {key} WHERE application_id = {candidate.ApplicationId}");
        await intake.ExecuteAsync($"UPDATE employer_agreements SET employer_name = {organisation.Name} WHERE application_id = {candidate.ApplicationId}");

        await candidate.AskAsync().OkAsync();

        await intake.Events.PublishedAsync<EmployerNotified>(e => e.OrganisationId == organisation.OrganisationId);
        Assert.Equal(1, await intake.InDatabase<IntakeDbContext, int>(db => db.Agreements.CountAsync(a => a.ApplicationId == candidate.ApplicationId)));
        Assert.Single(intake.Events.Seen, e => e is EmployerNotified told && told.OrganisationId == organisation.OrganisationId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_nomination_by_an_employer_that_is_connected_is_linked_to_what_it_is_asked(bool askedBefore)
    {
        var (scene, organisation, email) = (await Scene.OpenAsync(intake), await OrganisationAsync(), $"{Guid.NewGuid():N}@voorbeeldgemeente.example");
        var candidate = await scene.DraftAsync(Typed(scene, organisation.Name));
        await candidate.SubmitAsync().OkAsync();
        var nomination = (await scene.NominateAsync(email, by: Client(organisation.OrganisationId), externalReference: "Z-7").OkAsync()).Id();
        await scene.TakeUpAsync(email, candidate.PersonId);
        // As it would be of an employer that was known by name only.
        await intake.ExecuteAsync($"UPDATE nominations SET organisation_id = NULL WHERE id = {nomination}");
        await intake.ExecuteAsync($"UPDATE application_employers SET organisation_id = NULL WHERE application_id = {candidate.ApplicationId}");
        await intake.ExecuteAsync($"UPDATE applications SET employer_organisation_id = NULL WHERE id = {candidate.ApplicationId}");
        if (askedBefore)
        {
            await intake.ExecuteAsync($"UPDATE organisations SET active = false WHERE id = {organisation.OrganisationId}");
            await candidate.AskedAsync(new { contactEmail = email });
            await intake.ExecuteAsync($"UPDATE organisations SET active = true WHERE id = {organisation.OrganisationId}");
            await ConnectAsync(scene, candidate, organisation.OrganisationId).OkAsync();
        }
        else
        {
            await candidate.AskedAsync();
        }

        var agreement = (await candidate.ReadAsync()).Id("agreement.agreementId");
        var read = await Client(organisation.OrganisationId).FetchAsync($"/intake/v1/agreements/{agreement}").OkAsync();
        Assert.Equal((nomination.ToString(), "Z-7"), (read.Text("nominationId"), read.Text("externalReference")));
    }

    private static ParticipantEnrolled Enrolled(Scene scene, Candidate candidate, params IReadOnlyList<EmployerPeriod> employers) =>
        Some.Participation(scene.Edition.EditionId, candidate.PersonId, employers: employers)
            with { ApplicationId = candidate.ApplicationId, Status = ParticipationStatus.Placed };

    /// <summary>An admitted candidate whose employer agreed through a mailed link, and the employment.</summary>
    private async Task<(Candidate Candidate, EmployerPeriod Period)> AdmittedByNameAsync(Scene scene)
    {
        var candidate = await scene.AdmittedAsync();
        var admitted = await intake.Events.PublishedAsync<ParticipantAdmitted>(e => e.ApplicationId == candidate.ApplicationId);
        await intake.ExecuteAsync($"UPDATE employer_agreements SET organisation_id = NULL WHERE application_id = {candidate.ApplicationId}");
        await intake.ExecuteAsync($"UPDATE application_employers SET organisation_id = NULL WHERE application_id = {candidate.ApplicationId}");
        return (candidate, admitted.Admission!.Employers[0]);
    }

    private static async Task<Candidate> AskedByMailAsync(Scene scene, string employer)
    {
        var candidate = await scene.DraftAsync(Typed(scene, employer));
        await candidate.SubmitAsync().OkAsync();
        await candidate.AskedAsync(new { contactEmail = $"{Guid.NewGuid():N}@voorbeeldgemeente.example" });
        return candidate;
    }

    private static OrganisationRegistered New() => Some.Organisation(name: $"Gemeente {Guid.NewGuid():N}");

    private static JsonObject Typed(Scene scene, string employer)
    {
        var content = Candidate.Complete(scene.Edition.EditionId);
        content["employer"]!["name"] = employer;
        return content;
    }

    private static Task<HttpResponseMessage> ConnectAsync(Scene scene, Candidate candidate, Guid organisationId) =>
        scene.Manager.PostAsync($"{candidate.Path}/employer-connection", new { organisationId });

    private HttpClient Client(Guid organisationId) => intake.ClientFor(TestCaller.OrganisationClient("client-of-the-organisation", organisationId));

    private async Task<OrganisationRegistered> OrganisationAsync()
    {
        var organisation = New();
        await intake.HandledAsync(organisation);
        return organisation;
    }
}
