using Metropool.Contracts.Identity;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Tests;

/// <summary>The name of a candidate after submission.</summary>
public sealed class NameTests(IntakeFixture intake)
{
    [Fact]
    public async Task A_new_account_name_is_shown_and_keeps_the_names_of_the_application()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();
        await RenameAsync(candidate, 1, "Deelnemer van Voorbeeld");

        await RenameAsync(candidate, 2, "Deelnemer Voorbeeld-Ander");

        var read = await candidate.ReadAsync();
        Assert.Equal(
            ("Deelnemer Voorbeeld-Ander", "Voorbeeld", "D. van Voorbeeld"),
            (read.Text("displayName"), read.Text("name.surname"), read.Text("name.certificateName")));
        Assert.Equal("nameChanged", (await candidate.HistoryKindsAsync()).Last());
        await candidate.PublishedAsync(e => e.DisplayName == "Deelnemer Voorbeeld-Ander");
        var found = await scenario.SearchAsync(new { text = "voorbeeld-ander", editionId = scenario.EditionId });
        Assert.Equal([candidate.ApplicationId], found.Items().Ids());
    }

    [Fact]
    public async Task A_new_name_does_not_change_the_next_step()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).JudgedAsync();
        await RenameAsync(candidate, 1, "Deelnemer van Voorbeeld");
        Assert.Equal("confirmation", await candidate.TextAsync("nextStep"));

        await RenameAsync(candidate, 2, "Deelnemer Anders");

        var read = await candidate.ReadAsync();
        Assert.Equal(("Deelnemer Anders", "confirmation"), (read.Text("displayName"), read.Text("nextStep")));
    }

    [Fact]
    public async Task A_first_an_older_and_an_unchanged_account_name_are_ignored()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).SubmittedAsync();
        var version = (await candidate.ReadAsync()).Number("version");

        await RenameAsync(candidate, 3, "Iemand anders");
        await RenameAsync(candidate, 2, "Nog iemand anders");
        await RenameAsync(candidate, 4, "Iemand anders");

        var read = await candidate.ReadAsync();
        Assert.Equal(("Deelnemer van Voorbeeld", version), (read.Text("displayName"), read.Number("version")));
    }

    [Fact]
    public async Task Drafts_and_closed_applications_keep_their_name()
    {
        var draft = await (await Scenario.CreateAsync(intake)).DraftAsync();
        var closed = await (await Scenario.CreateAsync(intake)).SubmittedAsync(draft.PersonId);
        await closed.WithdrawAsync().OkAsync();
        await RenameAsync(draft, 1, "Deelnemer van Voorbeeld");

        await RenameAsync(draft, 2, "Iemand anders");

        Assert.All([await draft.ReadAsync(), await closed.ReadAsync()], read => Assert.Equal("Deelnemer van Voorbeeld", read.Text("displayName")));
    }

    [Fact]
    public async Task An_older_name_does_not_restore_an_erased_person()
    {
        var person = Some.Id();
        await intake.HandledAsync(new PersonErased { PersonId = person, Version = 9, OccurredAt = IntakeFixture.Now });

        await intake.HandledAsync(Some.Person(person));

        Assert.Equal(0, await intake.CountAsync<Person>(known => known.PersonId == person));
    }

    [Fact]
    public async Task The_name_can_be_corrected_after_submission()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).SubmittedAsync();

        var corrected = await candidate.CorrectNameAsync("Deelneemster", "Goed", "D. Goed MSc", titlesAfter: "MSc").OkAsync();

        Assert.Equal(
            ("Deelneemster Goed", "MSc", "D. Goed MSc"),
            (corrected.Text("displayName"), corrected.Text("name.titlesAfter"), corrected.Text("name.certificateName")));
        Assert.Equal("nameChanged", (await candidate.HistoryKindsAsync()).Last());
        await candidate.PublishedAsync(e => e.DisplayName == "Deelneemster Goed");
    }

    [Fact]
    public async Task An_incomplete_correction_names_the_missing_fields_and_changes_nothing()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).SubmittedAsync();

        var problem = await candidate.CorrectNameAsync(" ").RefusedAsync(BadRequest, "intake.application-incomplete");

        Assert.Equal(["callName", "surname", "certificateName"], problem.Each("errors", "where"));
        Assert.Equal("Deelnemer van Voorbeeld", await candidate.TextAsync("displayName"));
    }

    [Fact]
    public async Task A_name_for_the_certificate_that_is_corrected_after_admission_is_published()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).AdmittedAsync();

        await candidate.CorrectNameAsync("Deelnemer", "Voorbeeld", "dr. D. van Voorbeeld").OkAsync();

        await candidate.PublishedAsync(e => e.Admission?.CertificateName == "dr. D. van Voorbeeld");
    }

    [Fact]
    public async Task The_name_of_a_draft_or_a_closed_or_completed_application_cannot_be_corrected()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var completed = await scenario.AdmittedAsync();
        await intake.HandledAsync(completed.Participation(ParticipationStatus.Completed));
        var closed = await scenario.SubmittedAsync();
        await closed.WithdrawAsync().OkAsync();

        foreach (var candidate in new[] { await scenario.DraftAsync(), closed, completed })
        {
            await candidate.CorrectNameAsync("Deelnemer", "Goed", "D. Goed").RefusedAsync(Conflict, "intake.name-not-correctable");
        }
    }

    private Task RenameAsync(Candidate candidate, long version, string name) =>
        intake.HandledAsync(Some.Person(candidate.PersonId) with { Version = version, DisplayName = name });
}
