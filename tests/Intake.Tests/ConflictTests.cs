namespace Metropool.Intake.Tests;

/// <summary>Conflicts of interest of panel members (R5, R11).</summary>
public sealed class ConflictTests(IntakeFixture intake)
{
    private readonly EditionTeamMember _deputy = Some.TeamMember(TeamRole.Dean, deputy: true) with { DisplayName = "Waarnemer 02" };

    private HttpClient Deputy => intake.StaffClient(_deputy);

    [Fact]
    public async Task R11_A_panel_member_with_a_conflict_of_interest_cannot_judge_confirm_decide_or_revise()
    {
        var scenario = await CreateAsync();
        var (held, judged) = (await scenario.HeldAsync(), await scenario.JudgedAsync());
        var (interviewed, decided) = (await scenario.InterviewedAsync(), await scenario.RejectedAsync());
        foreach (var candidate in new[] { held, judged, interviewed, decided })
        {
            await candidate.DeclareConflictAsync(scenario.Manager, scenario.DeanId).OkAsync();
        }

        await held.JudgeAsync(scenario.Dean).RefusedAsync(Forbidden, "intake.conflict-of-interest");
        await judged.ConfirmAsync(scenario.Dean).RefusedAsync(Forbidden, "intake.conflict-of-interest");
        await interviewed.DecideAsync(scenario.Dean, "admit").RefusedAsync(Forbidden, "intake.conflict-of-interest");
        await decided.ReviseAsync(scenario.Dean, "admit", "Toch.").RefusedAsync(Forbidden, "intake.conflict-of-interest");
    }

    [Fact]
    public async Task R11_An_interview_by_a_panel_with_a_conflict_of_interest_cannot_be_recorded_as_held()
    {
        var scenario = await CreateAsync();
        var candidate = await scenario.BookedAsync();
        await candidate.DeclareConflictAsync(scenario.Dean, scenario.DeanId).OkAsync();

        await candidate.RecordHeldAsync(scenario.Dean).RefusedAsync(Forbidden, "intake.conflict-of-interest");
        await candidate.RecordHeldAsync(scenario.Manager).RefusedAsync(Conflict, "intake.panel-in-conflict");
        await candidate.ChangeInterviewAsync(_ => candidate.InterviewWith(_deputy, scenario.Member(TeamRole.ProgrammeManager)));
        await candidate.RecordHeldAsync(scenario.Manager).OkAsync();
    }

    [Fact]
    public async Task R5_A_deputy_confirms_for_a_panel_member_with_a_conflict_of_interest()
    {
        var scenario = await CreateAsync();
        var candidate = await scenario.JudgedAsync();
        await candidate.ConfirmAsync(Deputy).RefusedAsync(Forbidden, "intake.not-in-panel");
        await candidate.DeclareConflictAsync(scenario.Manager, scenario.DeanId).OkAsync();

        var confirmed = await candidate.ConfirmAsync(Deputy).OkAsync();

        Assert.Equal(("Waarnemer 02", "true"), (confirmed.Text("judgements.0.confirmedBy.displayName"), confirmed.Text("judgements.0.confirmedBy.deputy")));
    }

    [Fact]
    public async Task R11_A_conflict_of_interest_invalidates_a_judgement_that_is_not_confirmed()
    {
        var scenario = await CreateAsync();
        var (unconfirmed, confirmed, manager) = (await scenario.JudgedAsync(), await scenario.InterviewedAsync(), scenario.ManagerId);
        var written = await unconfirmed.JudgementIdAsync();

        var declared = await unconfirmed.DeclareConflictAsync(scenario.Dean, manager).OkAsync();
        Assert.Empty(declared.Items("judgements"));
        Assert.Equal("judgement", declared.Text("nextStep"));
        await unconfirmed.ConfirmAsync(scenario.Dean, new { judgementId = written }).RefusedAsync(Conflict, "intake.criteria-not-judged");

        Assert.Single((await confirmed.DeclareConflictAsync(scenario.Dean, manager).OkAsync()).Items("judgements"));
        await confirmed.DecideAsync(scenario.Dean, "admit").OkAsync();
    }

    [Fact]
    public async Task R5_A_deputy_writes_the_separate_judgement_for_a_panel_member_with_a_conflict_of_interest()
    {
        var scenario = await CreateAsync();
        await scenario.SetTermsAsync(25, judgementMode: "separateBlind");
        var candidate = await scenario.HeldAsync();
        await candidate.JudgeAsync(scenario.Dean).OkAsync();
        await candidate.DeclareConflictAsync(scenario.Manager, scenario.DeanId).OkAsync();
        Assert.Equal("submitted", (await candidate.JudgeAsync(scenario.Manager).OkAsync()).Text("status"));

        var complete = await candidate.JudgeAsync(Deputy).OkAsync();

        Assert.Equal("interviewed", complete.Text("status"));
        Assert.Equal(["true", "false"], complete.Each("judgements", "writtenBy.deputy"));
    }

    [Fact]
    public async Task R46_A_team_member_with_a_conflict_of_interest_sees_only_that_the_application_exists()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.JudgedAsync();
        await candidate.DeclareConflictAsync(scenario.Manager, scenario.DeanId).OkAsync();

        await scenario.Dean.Get(candidate.Path).RefusedAsync(NotFound, "intake.application-unknown");
        await scenario.Dean.Get($"{candidate.Path}/history").RefusedAsync(NotFound, "intake.application-unknown");

        Assert.Equal([candidate.ApplicationId], (await scenario.ListAsync(by: scenario.Dean)).Ids());
        await scenario.Manager.Get(candidate.Path).OkAsync();
        await candidate.WithdrawConflictAsync(scenario.Manager, scenario.DeanId).OkAsync();
        await scenario.Dean.Get(candidate.Path).OkAsync();
    }

    [Fact]
    public async Task A_conflict_of_interest_is_published_shown_and_kept_in_the_history()
    {
        var scenario = await CreateAsync();
        var candidate = await scenario.SubmittedAsync();

        var shown = await candidate.DeclareConflictAsync(scenario.Manager, scenario.DeanId).OkAsync();
        Assert.Equal([scenario.DeanId.ToString()], shown.Each("conflictsOfInterest", "personId"));
        await candidate.PublishedAsync(e => e.ConflictsOfInterest.SequenceEqual([scenario.DeanId]));
        await candidate.WithdrawConflictAsync(scenario.Manager, scenario.DeanId).OkAsync();
        await candidate.PublishedAsync(e => e.Version == shown.Number("version") + 1 && e.ConflictsOfInterest.Count == 0);

        Assert.Equal(
            [("conflictDeclared", "programmeManager", "Medewerker Dean"), ("conflictWithdrawn", "programmeManager", "Medewerker Dean")],
            (await candidate.HistoryAsync()).Skip(2).Select(line => (line.Text("what"), line.Text("by.role"), line.Text("concerns"))));
    }

    [Fact]
    public async Task A_conflict_of_interest_can_be_withdrawn_by_another_member_until_the_next_judgement()
    {
        var scenario = await CreateAsync();
        var (candidate, manager) = (await scenario.JudgedAsync(), scenario.ManagerId);
        await candidate.DeclareConflictAsync(scenario.Manager, manager).OkAsync();

        await candidate.WithdrawConflictAsync(scenario.Manager, manager).RefusedAsync(Forbidden, "intake.conflict-of-interest");
        await candidate.WithdrawConflictAsync(scenario.Dean, scenario.DeanId).RefusedAsync(NotFound, "intake.conflict-unknown");
        Assert.Single((await candidate.WithdrawConflictAsync(scenario.Dean, manager).OkAsync()).Items("judgements"));

        await candidate.DeclareConflictAsync(scenario.Dean, manager).OkAsync();
        await candidate.JudgeAsync(scenario.Dean).OkAsync();
        await candidate.WithdrawConflictAsync(scenario.Dean, manager).RefusedAsync(Conflict, "intake.judged-since-conflict");
    }

    [Fact]
    public async Task A_conflict_of_interest_is_declared_once_and_for_deciding_roles_only()
    {
        var scenario = await CreateAsync();
        var candidate = await scenario.SubmittedAsync();
        await candidate.DeclareConflictAsync(scenario.Dean, scenario.DeanId).OkAsync();

        await candidate.DeclareConflictAsync(scenario.Manager, scenario.DeanId).RefusedAsync(Conflict, "intake.conflict-declared");
        await candidate.DeclareConflictAsync(scenario.Manager, scenario.Member(TeamRole.ProjectManager).PersonId)
            .RefusedAsync(BadRequest, "intake.not-in-deciding-team");
        await candidate.DeclareConflictAsync(scenario.Dean, _deputy.PersonId).RefusedAsync(Forbidden, "intake.conflict-of-interest");
        await candidate.WithdrawAsync().OkAsync();
        await candidate.DeclareConflictAsync(scenario.Manager, _deputy.PersonId).RefusedAsync(Conflict, "intake.already-closed");
    }

    private Task<Scenario> CreateAsync() => Scenario.CreateAsync(intake, team: [.. Some.Team(), _deputy]);
}
