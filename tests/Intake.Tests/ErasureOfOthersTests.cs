using Metropool.Intake.Interests;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>An erasure removes events, mail, stored answers and history of the erased person only.</summary>
public sealed class ErasureOfOthersTests(IntakeFixture intake)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erasing_a_dean_while_the_broker_is_unavailable_keeps_the_admission_of_a_candidate()
    {
        await using var offline = await IntakeWithoutBroker.StartAsync();
        var scenario = await Scenario.CreateAsync(offline);
        var (dean, candidate) = (scenario.DeanId, await scenario.InterviewedAsync());
        await candidate.DeclareConflictAsync(scenario.Manager, dean).OkAsync();
        offline.Broker.Close();
        await candidate.DecideAsync(scenario.Manager, "admit").OkAsync();

        await offline.EraseAsync(dean);

        offline.Broker.Open();
        var admitted = await candidate.PublishedAsync(ApplicationChange.Admitted);
        Assert.Equal([dean], admitted.ConflictsOfInterest);
        await candidate.NotifiedAsync("Er is een besluit");
    }

    [Fact]
    public async Task Erasing_a_candidate_while_the_broker_is_unavailable_publishes_only_the_withdrawal()
    {
        await using var offline = await IntakeWithoutBroker.StartAsync();
        var scenario = await Scenario.CreateAsync(offline);
        var (candidate, other) = (await scenario.InterviewedAsync(), await scenario.InterviewedAsync());
        var version = (await candidate.ReadAsync()).Number("version");
        offline.Broker.Close();
        await candidate.DecideAsync(scenario.Manager, "admit").OkAsync();
        await other.DecideAsync(scenario.Manager, "admit").OkAsync();

        await offline.EraseAsync(candidate.PersonId);
        // Erased again, as after an announcement, while the events of the first erasure are still unsent.
        await offline.EraseAsync(candidate.PersonId);

        offline.Broker.Open();
        var withdrawn = await candidate.PublishedAsync(ApplicationChange.AdmissionWithdrawn);
        await other.PublishedAsync(ApplicationChange.Admitted);
        Assert.Equal(("Verwijderd account", null, true), (withdrawn.DisplayName, withdrawn.Admission, withdrawn.Removed));
        Assert.Single(candidate.Published, e => e.Version > version);
        Assert.Empty(candidate.Notifications("Er is een besluit"));
    }

    [Fact]
    public async Task Erasing_a_candidate_keeps_a_mail_to_the_same_address_about_another_candidate()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var (erased, other) = (await scenario.SubmittedByNameAsync(), await scenario.SubmittedByNameAsync());
        await erased.AskedByMailAsync(email);
        await other.AskedByMailAsync(email);

        await intake.EraseAsync(erased.PersonId);

        Assert.Equal(other.ApplicationId, Assert.Single(await intake.MailedAsync(email)).DataSubjectId);
    }

    [Fact]
    public async Task Erasing_a_candidate_keeps_another_nomination_to_the_same_address()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var another = await Scenario.CreateAsync(intake);
        await scenario.NominateAsync(email).OkAsync();
        var candidate = await scenario.AcceptNominationAsync(email);
        await another.NominateAsync(email).OkAsync();

        await intake.EraseAsync(candidate.PersonId);

        Assert.Contains(another.Edition.Name, Assert.Single(await intake.MailedAsync(email)).Subject, StringComparison.Ordinal);
        await another.AcceptNominationAsync(email);
    }

    [Fact]
    public async Task Erasing_a_candidate_who_withdrew_keeps_the_place_that_is_held_for_the_employer()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake, capacity: 1), Mailbox.NewAddress());
        await scenario.SetTermsAsync(1, successorsUntil: "2025-09-30");
        var candidate = await scenario.ConfirmedByNameAsync();
        await candidate.AgreedByMailAsync(email);
        await candidate.DecideAsync(scenario.Manager, "admit").OkAsync();
        await candidate.WithdrawAsync().OkAsync();

        await intake.EraseAsync(candidate.PersonId);

        var mail = Assert.Single(await intake.MailedAsync(email));
        Assert.StartsWith("Opvolger gevraagd", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("Deelnemer van Voorbeeld", mail.Text, StringComparison.Ordinal);
        Assert.Equal("held", Assert.Single(await scenario.HeldPlacesAsync()).Text("state"));
    }

    [Fact]
    public async Task Deleting_an_interest_keeps_the_mail_about_another_edition()
    {
        var (one, other) = (await Scenario.CreateAsync(intake, status: EditionStatus.Draft), await Scenario.CreateAsync(intake, status: EditionStatus.Draft));
        var email = Mailbox.NewAddress();
        foreach (var scenario in (Scenario[])[one, other])
        {
            await scenario.AnnounceAsync();
            Assert.Equal(Accepted, await scenario.RegisterInterestAsync(email).Status());
        }

        await intake.InDatabase(async db =>
        {
            await db.DeleteInterestsAsync(await db.Interests.Where(i => i.EditionId == one.EditionId).ToListAsync(Cancellation), Cancellation);
            return true;
        });

        Assert.Contains(other.Edition.Name, Assert.Single(await intake.MailedAsync(email)).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_not_repeated_after_its_stored_answer_was_erased()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.InterviewedAsync();
        var key = Guid.NewGuid().ToString();
        await DecideAsync().OkAsync();

        await intake.EraseAsync(candidate.PersonId);

        using var again = await DecideAsync();
        Assert.Equal(Conflict, again.StatusCode);
        Assert.DoesNotContain(candidate.PersonId.ToString(), await again.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        Task<HttpResponseMessage> DecideAsync() =>
            scenario.Manager.PostAsync($"{candidate.Path}/decision", new { outcome = "admit", reason = "Past." }, idempotencyKey: key);
    }

    [Fact]
    public async Task The_history_hides_an_erased_person_and_still_names_another_person_with_the_same_name()
    {
        var name = $"Naamgenoot {Guid.NewGuid():N}";
        var scenario = await Scenario.CreateAsync(intake, team: [.. Some.Team().Select(member => member with { DisplayName = name })]);
        var (dean, manager, candidate) = (scenario.DeanId, scenario.ManagerId, await scenario.SubmittedAsync());
        await candidate.DeclareConflictAsync(scenario.Manager, dean).OkAsync();
        await candidate.WithdrawConflictAsync(scenario.Manager, dean).OkAsync();
        await candidate.DeclareConflictAsync(scenario.Dean, manager).OkAsync();

        await intake.EraseAsync(dean);

        Assert.Equal(
            [("conflictDeclared", "Verwijderd account"), ("conflictWithdrawn", "Verwijderd account"), ("conflictDeclared", name)],
            (await candidate.HistoryAsync()).Where(line => line.Text("concerns") is not null).Select(line => (line.Text("what"), line.Text("concerns"))));
    }

    [Fact]
    public async Task The_mail_of_a_withdrawn_nomination_is_deleted()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var nomination = await scenario.NominateAsync(email).OkAsync();

        await scenario.WithdrawNominationAsync(nomination.Id()).OkAsync();

        Assert.Empty(await intake.MailedAsync(email));
    }

    [Fact]
    public async Task The_mail_of_a_request_is_deleted_when_it_is_withdrawn_or_sent_to_another_address()
    {
        var (scenario, email, next) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress(), Mailbox.NewAddress());
        var candidate = await scenario.SubmittedByNameAsync();
        await candidate.AskedByMailAsync(email);
        await candidate.AskedByMailAsync(next);
        Assert.Empty(await intake.MailedAsync(email));

        await candidate.WithdrawRequestAsync().OkAsync();

        Assert.Empty(await intake.MailedAsync(next));
    }
}
