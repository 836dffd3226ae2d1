using System.Net;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Interests;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>
/// An erasure takes back what is about the person, and nothing that is about another: neither an event nor a mail, an answer or a line of history.
/// </summary>
public sealed class ErasureOfOthersTests(IntakeFixture intake)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erasing_a_dean_while_the_broker_is_away_does_not_lose_the_admission_of_another()
    {
        await using var away = await IntakeWithoutBroker.StartAsync();
        var scene = await Scene.OpenAsync(away);
        var (dean, candidate) = (scene.Role(TeamPart.Dean).PersonId, await scene.InterviewedAsync());
        await candidate.ConflictAsync(scene.Manager, dean).OkAsync();
        away.Broker.Close();
        await candidate.DecideAsync(scene.Manager, "admit").OkAsync();

        await away.EraseAsync(dean);

        away.Broker.Open();
        var admitted = await away.Events.PublishedAsync<ParticipantAdmitted>(e => e.ApplicationId == candidate.ApplicationId);
        Assert.Equal([dean], admitted.ConflictsOfInterest);
        await away.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == candidate.PersonId && e.Subject.StartsWith("Er is een besluit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Erasing_a_candidate_while_the_broker_is_away_sends_nothing_of_them_but_that_the_place_is_free()
    {
        await using var away = await IntakeWithoutBroker.StartAsync();
        var scene = await Scene.OpenAsync(away);
        var (candidate, other) = (await scene.InterviewedAsync(), await scene.InterviewedAsync());
        var version = (await candidate.ReadAsync()).Number("version");
        away.Broker.Close();
        await candidate.DecideAsync(scene.Manager, "admit").OkAsync();
        await other.DecideAsync(scene.Manager, "admit").OkAsync();

        await away.EraseAsync(candidate.PersonId);
        // Once more, as when it is announced again: the last states of the first time are still unsent.
        await away.EraseAsync(candidate.PersonId);

        away.Broker.Open();
        var withdrawn = await away.Events.PublishedAsync<AdmissionWithdrawn>(e => e.ApplicationId == candidate.ApplicationId);
        await away.Events.PublishedAsync<ParticipantAdmitted>(e => e.ApplicationId == other.ApplicationId);
        Assert.Equal(("Verwijderd account", null, true), (withdrawn.DisplayName, withdrawn.Admission, withdrawn.Removed));
        Assert.Single(away.Events.Seen, e => e is ApplicationChanged state && state.ApplicationId == candidate.ApplicationId && state.Version > version);
        Assert.DoesNotContain(away.Events.Seen, e => e is CandidateNotified notified && notified.PersonId == candidate.PersonId && notified.Subject.StartsWith("Er is een besluit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_to_an_address_that_is_asked_about_two_candidates_stays_when_one_of_them_is_erased()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), $"{Guid.NewGuid():N}@voorbeeld.example");
        var (erased, other) = (await scene.SubmittedByNameAsync(), await scene.SubmittedByNameAsync());
        await erased.AskedAsync(new { contactEmail = email });
        await other.AskedAsync(new { contactEmail = email });

        await intake.EraseAsync(erased.PersonId);

        Assert.Equal(other.ApplicationId, Assert.Single(await intake.MailedAsync(email)).DataSubjectId);
    }

    [Fact]
    public async Task A_nomination_to_an_address_stays_when_the_candidate_of_another_nomination_is_erased()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), $"{Guid.NewGuid():N}@voorbeeld.example");
        var another = await Scene.OpenAsync(intake);
        await scene.NominateAsync(email).OkAsync();
        var candidate = await scene.TakeUpAsync(email);
        await another.NominateAsync(email).OkAsync();

        await intake.EraseAsync(candidate.PersonId);

        Assert.Contains(another.Edition.Name, Assert.Single(await intake.MailedAsync(email)).Subject, StringComparison.Ordinal);
        await another.TakeUpAsync(email);
    }

    [Fact]
    public async Task A_place_that_is_held_stays_known_to_the_employer_when_the_one_who_withdrew_is_erased()
    {
        var (scene, email) = (await Scene.OpenAsync(intake, capacity: 1), $"{Guid.NewGuid():N}@voorbeeld.example");
        await scene.SetTermsAsync(1, successorsUntil: "2025-09-30");
        var candidate = await scene.NotAgreedByNameAsync();
        await candidate.AskedAsync(new { contactEmail = email });
        await candidate.AgreeByLinkAsync(await intake.LinkMailedAsync(email));
        await candidate.DecideAsync(scene.Manager, "admit").OkAsync();
        await candidate.WithdrawAsync().OkAsync();

        await intake.EraseAsync(candidate.PersonId);

        var mail = Assert.Single(await intake.MailedAsync(email));
        Assert.StartsWith("Opvolger gevraagd", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("Deelnemer van Voorbeeld", mail.Text, StringComparison.Ordinal);
        Assert.Equal("held", Assert.Single(await scene.HeldPlacesAsync()).Text("state"));
    }

    [Fact]
    public async Task Forgetting_an_interest_leaves_the_mail_about_another_edition()
    {
        var (one, other, email) = (await Scene.OpenAsync(intake, status: EditionStatus.Draft), await Scene.OpenAsync(intake, status: EditionStatus.Draft), $"{Guid.NewGuid():N}@voorbeeld.example");
        foreach (var scene in (Scene[])[one, other])
        {
            await scene.Manager.PutAsync(
                $"/intake/v1/editions/{scene.Edition.EditionId}/terms",
                new { capacity = 25, minimumGroup = 1, hotelIncluded = true, vat = "exempt", cancellation = Array.Empty<object>(), announced = true }).OkAsync();
            using var asked = await intake.ClientFor(TestCaller.Anonymous).PostAsync($"/intake/v1/editions/{scene.Edition.EditionId}/interests", new { email });
            Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        }

        await intake.InDatabase<IntakeDbContext, bool>(async db =>
        {
            await db.ForgetAsync(await db.Interests.Where(i => i.EditionId == one.Edition.EditionId).ToListAsync(Cancellation), Cancellation);
            return true;
        });

        Assert.Contains(other.Edition.Name, Assert.Single(await intake.MailedAsync(email)).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_of_another_is_not_carried_out_again_when_its_kept_answer_is_removed()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.InterviewedAsync();
        var key = Guid.NewGuid().ToString();
        using var first = await DecideAsync();
        first.EnsureSuccessStatusCode();

        await intake.EraseAsync(candidate.PersonId);

        using var again = await DecideAsync();
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.DoesNotContain(candidate.PersonId.ToString(), await again.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        async Task<HttpResponseMessage> DecideAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{candidate.Path}/decision") { Content = System.Net.Http.Json.JsonContent.Create(new { outcome = "admit", reason = "Past." }) };
            request.Headers.Add("Idempotency-Key", key);
            return await scene.Manager.SendAsync(request, Cancellation);
        }
    }

    [Fact]
    public async Task A_line_of_history_names_an_erased_person_no_more_and_still_names_another_of_the_same_name()
    {
        var name = $"Naamgenoot {Guid.NewGuid():N}";
        var scene = await Scene.OpenAsync(intake, team: [.. Some.Team().Select(role => role.Part is TeamPart.Dean or TeamPart.ProgrammeManager ? role with { DisplayName = name } : role)]);
        var (dean, manager, candidate) = (scene.Role(TeamPart.Dean).PersonId, scene.Role(TeamPart.ProgrammeManager).PersonId, await scene.SubmittedAsync());
        await candidate.ConflictAsync(scene.Manager, dean).OkAsync();
        await candidate.TakeConflictBackAsync(scene.Manager, dean).OkAsync();
        await candidate.ConflictAsync(scene.Dean, manager).OkAsync();

        await intake.EraseAsync(dean);

        var history = await candidate.Client.FetchAsync($"{candidate.Path}/history").OkAsync();
        Assert.Equal(
            [("conflictDeclared", "Verwijderd account"), ("conflictTakenBack", "Verwijderd account"), ("conflictDeclared", name)],
            history.At("items")!.AsArray().Where(line => line!.Text("concerns") is not null).Select(line => (line!.Text("what")!, line!.Text("concerns")!)));
    }

    [Fact]
    public async Task A_nomination_that_is_withdrawn_is_not_mailed_any_more()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), $"{Guid.NewGuid():N}@voorbeeld.example");
        var nomination = await scene.NominateAsync(email).OkAsync();

        await scene.Employer.PostAsync($"/intake/v1/nominations/{nomination.Id()}/withdrawal").OkAsync();

        Assert.Empty(await intake.MailedAsync(email));
    }

    [Fact]
    public async Task A_question_that_is_taken_back_or_asked_again_elsewhere_is_not_mailed_any_more()
    {
        var (scene, email, next) = (await Scene.OpenAsync(intake), $"{Guid.NewGuid():N}@voorbeeld.example", $"{Guid.NewGuid():N}@voorbeeld.example");
        var candidate = await scene.SubmittedByNameAsync();
        await candidate.AskedAsync(new { contactEmail = email });
        await candidate.AskedAsync(new { contactEmail = next });
        Assert.Empty(await intake.MailedAsync(email));

        await candidate.Client.PostAsync($"{candidate.Path}/agreement-requests/withdrawal").OkAsync();

        Assert.Empty(await intake.MailedAsync(next));
    }
}
