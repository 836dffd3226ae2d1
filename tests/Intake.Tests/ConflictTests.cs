using System.Net;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>A conflict of interest obliges a deputy.</summary>
public sealed class ConflictTests(IntakeFixture intake)
{
    private readonly TeamRole _deputy = Some.TeamRole(TeamPart.Dean, deputy: true) with { DisplayName = "Waarnemer 02" };

    [Fact]
    public async Task R11_Who_has_a_conflict_of_interest_neither_judges_confirms_decides_nor_revises()
    {
        var scene = await OpenAsync();
        var (held, judged, interviewed, decided) = (await scene.HeldAsync(), await scene.JudgedAsync(), await scene.InterviewedAsync(), await scene.InterviewedAsync());
        await decided.DecideAsync(scene.Manager, "reject").OkAsync();
        foreach (var candidate in new[] { held, judged, interviewed, decided })
        {
            await candidate.ConflictAsync(scene.Manager, Dean(scene)).OkAsync();
        }

        await held.JudgeAsync(scene.Dean).RefusedAsync(HttpStatusCode.Forbidden, "intake.conflict-of-interest");
        await judged.ConfirmAsync(scene.Dean).RefusedAsync(HttpStatusCode.Forbidden, "intake.conflict-of-interest");
        await interviewed.DecideAsync(scene.Dean, "admit").RefusedAsync(HttpStatusCode.Forbidden, "intake.conflict-of-interest");
        await scene.Dean.PostAsync($"{decided.Path}/decision/revision", new { outcome = "admit", reason = "Toch." }).RefusedAsync(HttpStatusCode.Forbidden, "intake.conflict-of-interest");
    }

    [Fact]
    public async Task R11_An_interview_with_somebody_in_the_panel_who_has_a_conflict_of_interest_was_not_held()
    {
        var scene = await OpenAsync();
        var candidate = await scene.BookedAsync();
        await candidate.ConflictAsync(scene.Dean, Dean(scene)).OkAsync();

        await candidate.HeldAsync(scene.Dean).RefusedAsync(HttpStatusCode.Forbidden, "intake.conflict-of-interest");
        await candidate.HeldAsync(scene.Manager).RefusedAsync(HttpStatusCode.Conflict, "intake.panel-in-conflict");
        await candidate.CalendarAsync(Some.Interview(InterviewKind.Intake, scene.Edition.EditionId, candidate.PersonId, [_deputy, scene.Role(TeamPart.ProgrammeManager)], candidate.ApplicationId)
            with { InterviewId = candidate.Interview!.InterviewId, Version = 2 });
        await candidate.HeldAsync(scene.Manager).OkAsync();
    }

    [Fact]
    public async Task R5_Where_somebody_of_the_panel_has_a_conflict_of_interest_a_deputy_confirms()
    {
        var scene = await OpenAsync();
        var candidate = await scene.JudgedAsync();
        await candidate.ConfirmAsync(Deputy()).RefusedAsync(HttpStatusCode.Forbidden, "intake.not-in-panel");
        await candidate.ConflictAsync(scene.Manager, Dean(scene)).OkAsync();

        var confirmed = await candidate.ConfirmAsync(Deputy()).OkAsync();

        Assert.Equal(("Waarnemer 02", "true"), (confirmed.Text("judgements.0.confirmedBy.displayName"), confirmed.Text("judgements.0.confirmedBy.deputy")));
    }

    [Fact]
    public async Task R11_A_judgement_of_somebody_with_a_conflict_of_interest_counts_no_more_unless_it_stood()
    {
        var scene = await OpenAsync();
        var (unconfirmed, confirmed, manager) = (await scene.JudgedAsync(), await scene.InterviewedAsync(), scene.Role(TeamPart.ProgrammeManager).PersonId);
        var written = (await unconfirmed.ReadAsync()).Id("judgements.0.judgementId");

        var declared = await unconfirmed.ConflictAsync(scene.Dean, manager).OkAsync();
        Assert.Empty(declared.At("judgements")!.AsArray());
        Assert.Equal("judgement", declared.Text("awaits"));
        await unconfirmed.ConfirmAsync(scene.Dean, new { judgementId = written }).RefusedAsync(HttpStatusCode.Conflict, "intake.judgement-incomplete");

        Assert.Single((await confirmed.ConflictAsync(scene.Dean, manager).OkAsync()).At("judgements")!.AsArray());
        await confirmed.DecideAsync(scene.Dean, "admit").OkAsync();
    }

    [Fact]
    public async Task R5_Of_two_separate_judgements_the_deputy_writes_that_of_who_has_a_conflict_of_interest()
    {
        var scene = await OpenAsync();
        await scene.SetTermsAsync(25, judgementMode: "separateBlind");
        var candidate = await scene.HeldAsync();
        await candidate.JudgeAsync(scene.Dean).OkAsync();
        await candidate.ConflictAsync(scene.Manager, Dean(scene)).OkAsync();
        Assert.Equal("submitted", (await candidate.JudgeAsync(scene.Manager).OkAsync()).Text("status"));

        var complete = await candidate.JudgeAsync(Deputy()).OkAsync();

        Assert.Equal("interviewed", complete.Text("status"));
        Assert.Equal(["true", "false"], complete.Each("judgements", "writtenBy.deputy"));
    }

    [Fact]
    public async Task R46_Who_has_a_conflict_of_interest_reads_nothing_of_the_application_but_that_it_is_there()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.JudgedAsync();
        await candidate.ConflictAsync(scene.Manager, Dean(scene)).OkAsync();

        await scene.Dean.FetchAsync(candidate.Path).RefusedAsync(HttpStatusCode.NotFound, "intake.application-unknown");
        await scene.Dean.FetchAsync($"{candidate.Path}/history").RefusedAsync(HttpStatusCode.NotFound, "intake.application-unknown");

        var listed = await scene.Dean.FetchAsync($"/intake/v1/applications?editionId={scene.Edition.EditionId}").OkAsync();
        Assert.Equal([candidate.ApplicationId], listed.At("items")!.AsArray().Select(item => item!.Id()));
        await scene.Manager.FetchAsync(candidate.Path).OkAsync();
        await candidate.TakeConflictBackAsync(scene.Manager, Dean(scene)).OkAsync();
        await scene.Dean.FetchAsync(candidate.Path).OkAsync();
    }

    [Fact]
    public async Task A_conflict_of_interest_is_told_shown_and_kept_in_the_history()
    {
        var scene = await OpenAsync();
        var candidate = await scene.SubmittedAsync();

        var shown = await candidate.ConflictAsync(scene.Manager, Dean(scene)).OkAsync();
        Assert.Equal([Dean(scene).ToString()], shown.Each("conflictsOfInterest", "personId"));
        await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == candidate.ApplicationId && e.ConflictsOfInterest.SequenceEqual([Dean(scene)]));
        await candidate.TakeConflictBackAsync(scene.Manager, Dean(scene)).OkAsync();
        await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == candidate.ApplicationId && e.Version == shown.Number("version") + 1 && e.ConflictsOfInterest.Count == 0);

        var lines = (await candidate.Client.FetchAsync($"{candidate.Path}/history").OkAsync()).At("items")!.AsArray().Select(line => line!);
        Assert.Equal(
            [("conflictDeclared", "programmeManager", "Medewerker Dean"), ("conflictTakenBack", "programmeManager", "Medewerker Dean")],
            lines.Skip(2).Select(line => (line.Text("what"), line.Text("by.part"), line.Text("concerns"))));
    }

    [Fact]
    public async Task A_conflict_of_interest_is_taken_back_by_another_as_long_as_nobody_judged_since()
    {
        var scene = await OpenAsync();
        var (candidate, manager) = (await scene.JudgedAsync(), scene.Role(TeamPart.ProgrammeManager).PersonId);
        await candidate.ConflictAsync(scene.Manager, manager).OkAsync();

        await candidate.TakeConflictBackAsync(scene.Manager, manager).RefusedAsync(HttpStatusCode.Forbidden, "intake.conflict-of-interest");
        await candidate.TakeConflictBackAsync(scene.Dean, Dean(scene)).RefusedAsync(HttpStatusCode.NotFound, "intake.conflict-unknown");
        Assert.Single((await candidate.TakeConflictBackAsync(scene.Dean, manager).OkAsync()).At("judgements")!.AsArray());

        await candidate.ConflictAsync(scene.Dean, manager).OkAsync();
        await candidate.JudgeAsync(scene.Dean).OkAsync();
        await candidate.TakeConflictBackAsync(scene.Dean, manager).RefusedAsync(HttpStatusCode.Conflict, "intake.judged-since-conflict");
    }

    [Fact]
    public async Task A_conflict_of_interest_is_declared_once_and_of_who_judges_and_decides()
    {
        var scene = await OpenAsync();
        var candidate = await scene.SubmittedAsync();
        await candidate.ConflictAsync(scene.Dean, Dean(scene)).OkAsync();

        await candidate.ConflictAsync(scene.Manager, Dean(scene)).RefusedAsync(HttpStatusCode.Conflict, "intake.conflict-declared");
        await candidate.ConflictAsync(scene.Manager, scene.Role(TeamPart.ProjectManager).PersonId).RefusedAsync(HttpStatusCode.BadRequest, "intake.not-in-deciding-team");
        await candidate.ConflictAsync(scene.Dean, _deputy.PersonId).RefusedAsync(HttpStatusCode.Forbidden, "intake.conflict-of-interest");
        await candidate.WithdrawAsync().OkAsync();
        await candidate.ConflictAsync(scene.Manager, _deputy.PersonId).RefusedAsync(HttpStatusCode.Conflict, "intake.already-closed");
    }

    private Task<Scene> OpenAsync() => Scene.OpenAsync(intake, team: [.. Some.Team(), _deputy]);

    private HttpClient Deputy() => intake.ClientFor(TestCaller.Staff(_deputy.PersonId));

    private static Guid Dean(Scene scene) => scene.Role(TeamPart.Dean).PersonId;
}
