using System.Net;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>What a candidate is called, once the application is handed in.</summary>
public sealed class NameTests(IntakeFixture intake)
{
    [Fact]
    public async Task A_new_name_of_the_account_is_shown_and_what_the_candidate_wrote_stays()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        await CalledAsync(candidate, 1, "Deelnemer van Voorbeeld");

        await CalledAsync(candidate, 2, "Deelnemer Voorbeeld-Ander");

        var read = await candidate.ReadAsync();
        Assert.Equal(("Deelnemer Voorbeeld-Ander", "Voorbeeld", "D. van Voorbeeld"), (read.Text("displayName"), read.Text("name.surname"), read.Text("name.certificateName")));
        Assert.Equal("nameChanged", (await candidate.HistoryAsync()).Last());
        await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == candidate.ApplicationId && e.DisplayName == "Deelnemer Voorbeeld-Ander");
        var found = await scene.Manager.PostAsync("/intake/v1/applications/searches", new { text = "voorbeeld-ander", editionId = scene.Edition.EditionId }).OkAsync();
        Assert.Equal([candidate.ApplicationId], found.At("items")!.AsArray().Select(item => item!.Id()));
    }

    [Fact]
    public async Task A_new_name_changes_nothing_of_what_is_awaited()
    {
        var candidate = await (await Scene.OpenAsync(intake)).JudgedAsync();
        await CalledAsync(candidate, 1, "Deelnemer van Voorbeeld");
        Assert.Equal("confirmation", (await candidate.ReadAsync()).Text("awaits"));

        await CalledAsync(candidate, 2, "Deelnemer Anders");

        Assert.Equal(("Deelnemer Anders", "confirmation"), ((await candidate.ReadAsync()).Text("displayName"), (await candidate.ReadAsync()).Text("awaits")));
    }

    [Fact]
    public async Task The_first_that_is_heard_of_somebody_an_older_state_and_the_same_name_change_nothing()
    {
        var candidate = await (await Scene.OpenAsync(intake)).SubmittedAsync();
        var version = (await candidate.ReadAsync()).Number("version");

        await CalledAsync(candidate, 3, "Iemand anders");
        await CalledAsync(candidate, 2, "Nog iemand anders");
        await CalledAsync(candidate, 4, "Iemand anders");

        Assert.Equal(("Deelnemer van Voorbeeld", version), ((await candidate.ReadAsync()).Text("displayName"), (await candidate.ReadAsync()).Number("version")));
    }

    [Fact]
    public async Task A_draft_and_what_is_over_keep_their_name()
    {
        var scene = await Scene.OpenAsync(intake);
        var draft = await scene.DraftAsync();
        var over = await (await Scene.OpenAsync(intake)).SubmittedAsync(draft.PersonId);
        await over.WithdrawAsync().OkAsync();
        await CalledAsync(draft, 1, "Deelnemer van Voorbeeld");

        await CalledAsync(draft, 2, "Iemand anders");

        Assert.All([await draft.ReadAsync(), await over.ReadAsync()], read => Assert.Equal("Deelnemer van Voorbeeld", read.Text("displayName")));
    }

    [Fact]
    public async Task Nobody_who_was_erased_comes_back_by_an_older_name()
    {
        var person = Some.Id();
        await intake.HandledAsync(new PersonErased { PersonId = person, Version = 9, OccurredAt = IntakeFixture.Now });

        await intake.HandledAsync(Some.Person(person));

        Assert.Null(await intake.InDatabase<IntakeDbContext, People.Person?>(async db => await db.People.FindAsync(person)));
    }

    [Fact]
    public async Task A_name_is_corrected_after_handing_in()
    {
        var candidate = await (await Scene.OpenAsync(intake)).SubmittedAsync();

        var corrected = await candidate.Client.PutAsync($"{candidate.Path}/name", new { callName = "Deelneemster", surname = "Goed", titlesAfter = "MSc", certificateName = "D. Goed MSc" }).OkAsync();

        Assert.Equal(("Deelneemster Goed", "MSc", "D. Goed MSc"), (corrected.Text("displayName"), corrected.Text("name.titlesAfter"), corrected.Text("name.certificateName")));
        Assert.Equal("nameChanged", (await candidate.HistoryAsync()).Last());
        await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == candidate.ApplicationId && e.DisplayName == "Deelneemster Goed");
    }

    [Fact]
    public async Task What_is_missing_in_a_correction_is_named_and_nothing_changes()
    {
        var candidate = await (await Scene.OpenAsync(intake)).SubmittedAsync();

        var problem = await candidate.Client.PutAsync($"{candidate.Path}/name", new { callName = " ", prefix = "van" }).RefusedAsync(HttpStatusCode.BadRequest, "intake.application-incomplete");

        Assert.Equal(["callName", "surname", "certificateName"], problem.At("errors")!.AsArray().Select(fault => fault!.Text("where")));
        Assert.Equal("Deelnemer van Voorbeeld", (await candidate.ReadAsync()).Text("displayName"));
    }

    [Fact]
    public async Task After_admission_a_corrected_name_for_the_certificate_is_told()
    {
        var candidate = await (await Scene.OpenAsync(intake)).AdmittedAsync();

        await candidate.Client.PutAsync($"{candidate.Path}/name", new { callName = "Deelnemer", prefix = "van", surname = "Voorbeeld", certificateName = "dr. D. van Voorbeeld" }).OkAsync();

        await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == candidate.ApplicationId && e.Admission?.CertificateName == "dr. D. van Voorbeeld");
    }

    [Fact]
    public async Task Once_there_is_a_certificate_the_name_stays()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.AdmittedAsync();
        await intake.HandledAsync(Some.Participation(scene.Edition.EditionId, candidate.PersonId) with { ApplicationId = candidate.ApplicationId, Status = Contracts.Scheduling.ParticipationStatus.Completed });

        await candidate.Client.PutAsync($"{candidate.Path}/name", new { callName = "Deelnemer", surname = "Goed", certificateName = "D. Goed" }).RefusedAsync(HttpStatusCode.Conflict, "intake.name-not-correctable");
    }

    [Fact]
    public async Task In_a_draft_and_once_it_is_over_a_name_is_not_corrected()
    {
        var scene = await Scene.OpenAsync(intake);
        var over = await scene.SubmittedAsync();
        await over.WithdrawAsync().OkAsync();

        foreach (var candidate in new[] { await scene.DraftAsync(), over })
        {
            await candidate.Client.PutAsync($"{candidate.Path}/name", new { callName = "Deelnemer", surname = "Goed", certificateName = "D. Goed" }).RefusedAsync(HttpStatusCode.Conflict, "intake.name-not-correctable");
        }
    }

    private Task CalledAsync(Candidate candidate, long version, string name) => intake.HandledAsync(Some.Person(candidate.PersonId) with { Version = version, DisplayName = name });
}
