namespace Metropool.Intake.Tests;

/// <summary>Separate judgements (R11), and the judgement when panel members have left (R5).</summary>
public sealed class SeparateJudgementTests(IntakeFixture intake)
{
    private const string Deans = "Van de decaan.";
    private const string Managers = "Van de opleidingsmanager.";

    [Fact]
    public async Task R11_A_separate_judgement_is_visible_to_its_author_only_until_both_are_complete()
    {
        var candidate = await HeldAsync();
        var (dean, manager) = (candidate.Scenario.Dean, candidate.Scenario.Manager);

        Assert.Equal([Deans], Notes(await candidate.JudgeAsync(dean, Deans).OkAsync()));

        foreach (var (reader, reads) in new[] { (dean, true), (manager, false), (candidate.Client, false) })
        {
            Assert.Equal(reads, (await reader.Get(candidate.Path).OkAsync()).ToJsonString().Contains(Deans, StringComparison.Ordinal));
            Assert.Equal(reads, (await reader.Get($"{candidate.Path}/history").OkAsync()).ToJsonString().Contains(Deans, StringComparison.Ordinal));
        }

        var declared = await candidate.DeclareConflictAsync(manager, candidate.Scenario.ManagerId).OkAsync();
        Assert.DoesNotContain(Deans, declared.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R11_The_second_separate_judgement_completes_and_reveals_both()
    {
        var candidate = await HeldAsync();
        var (dean, manager) = (candidate.Scenario.Dean, candidate.Scenario.Manager);
        await candidate.JudgeAsync(manager, Managers).OkAsync();
        Assert.Equal(("submitted", "judgement"), await candidate.ProgressAsync());

        var both = await candidate.JudgeAsync(dean, Deans).OkAsync();

        Assert.Equal([Deans, Managers], Notes(both));
        Assert.Equal(["dean", "programmeManager"], both.Each("judgements", "writtenBy.role"));
        Assert.Equal([Deans, Managers], Notes(await candidate.ReadAsync()));
        Assert.Equal(("interviewed", "agreement"), await candidate.ProgressAsync());
        Assert.Equal([Managers, Deans], (await candidate.HistoryAsync()).Select(line => line.Text("judgement.motivation.note")).OfType<string>());
        await candidate.PublishedAsync(ApplicationStatus.Interviewed);
        await candidate.JudgeAsync(dean).RefusedAsync(Conflict, "intake.judgements-complete");
        await candidate.AgreedAsync();
        await candidate.DecideAsync(manager, "admit").OkAsync();
    }

    [Fact]
    public async Task R11_One_separate_judgement_allows_no_decision_and_no_confirmation()
    {
        var candidate = await HeldAsync();
        var judged = await candidate.JudgeAsync(candidate.Scenario.Manager).OkAsync();

        await candidate.DecideAsync(candidate.Scenario.Dean, "admit").RefusedAsync(Conflict, "intake.judgement-outstanding");
        await candidate.ConfirmAsync(candidate.Scenario.Dean, new { judgementId = judged.Id("judgements.0.judgementId") })
            .RefusedAsync(Conflict, "intake.judged-separately");
    }

    [Fact]
    public async Task R11_Only_its_author_can_replace_a_separate_judgement_until_both_are_complete()
    {
        var deputy = Some.TeamMember(TeamRole.Dean, deputy: true);
        var candidate = await HeldAsync(deputy);
        await candidate.JudgeAsync(candidate.Scenario.Dean, "Eerst dit.").OkAsync();

        Assert.Equal([Deans], Notes(await candidate.JudgeAsync(candidate.Scenario.Dean, Deans).OkAsync()));
        await candidate.JudgeAsync(intake.StaffClient(deputy)).RefusedAsync(Conflict, "intake.role-judged");

        Assert.Equal([Deans, Managers], Notes(await candidate.JudgeAsync(candidate.Scenario.Manager, Managers).OkAsync()));
    }

    [Fact]
    public async Task R11_One_person_cannot_write_both_separate_judgements()
    {
        var candidate = await HeldAsync();
        await candidate.JudgeAsync(candidate.Scenario.Dean).OkAsync();
        // The dean becomes the programme manager, and no other dean is appointed.
        var dean = candidate.Scenario.DeanId;
        await candidate.Scenario.ChangeAsync(edition => edition with { Team = [Some.TeamMember(TeamRole.ProgrammeManager, dean)] });

        await candidate.JudgeAsync(intake.StaffClient(dean)).RefusedAsync(Conflict, "intake.second-panel-member-needed");

        Assert.Equal("submitted", await candidate.TextAsync("status"));
    }

    [Fact]
    public async Task The_first_judgement_fixes_the_judgement_mode()
    {
        var candidate = await HeldAsync();
        var (dean, manager) = (candidate.Scenario.Dean, candidate.Scenario.Manager);
        await candidate.JudgeAsync(dean, Deans).OkAsync();

        Assert.Equal("oneNote", (await candidate.Scenario.SetTermsAsync(25, judgementMode: "oneNote")).Text("judgementMode"));
        Assert.Empty((await manager.Get(candidate.Path).OkAsync()).Items("judgements"));
        var both = await candidate.JudgeAsync(manager, Managers).OkAsync();

        Assert.Equal("interviewed", both.Text("status"));
    }

    [Fact]
    public async Task Terms_without_a_judgement_mode_keep_it()
    {
        var scenario = await Scenario.CreateAsync(intake);
        Assert.Equal("oneNote", (await scenario.SetTermsAsync(25)).Text("judgementMode"));
        await scenario.SetTermsAsync(25, judgementMode: "separateBlind");

        Assert.Equal("separateBlind", (await scenario.SetTermsAsync(30)).Text("judgementMode"));
    }

    [Theory]
    [InlineData("oneNote")]
    [InlineData("separateBlind")]
    public async Task R5_The_current_dean_and_programme_manager_judge_for_a_panel_that_left(string mode)
    {
        var candidate = await HeldAsync(mode: mode);
        var (dean, manager) = (Some.TeamMember(TeamRole.Dean), Some.TeamMember(TeamRole.ProgrammeManager, deputy: true));
        await candidate.Scenario.ChangeAsync(edition => edition with { Team = [dean, manager] });

        await candidate.JudgeAsync(intake.StaffClient(manager)).OkAsync();
        var other = intake.StaffClient(dean);
        await (mode == "oneNote" ? candidate.ConfirmAsync(other) : candidate.JudgeAsync(other)).OkAsync();

        Assert.Equal("interviewed", await candidate.TextAsync("status"));
    }

    [Fact]
    public async Task R5_The_remaining_panel_member_writes_the_single_judgement()
    {
        var candidate = await HeldAsync(mode: "oneNote");
        var dean = Some.TeamMember(TeamRole.Dean);
        await candidate.Scenario.ChangeAsync(edition => edition with { Team = [dean, edition.Team.Single(role => role.Role == TeamRole.ProgrammeManager)] });

        await candidate.JudgeAsync(intake.StaffClient(dean)).RefusedAsync(Forbidden, "intake.not-in-panel");
    }

    private async Task<Candidate> HeldAsync(EditionTeamMember? further = null, string mode = "separateBlind")
    {
        var scenario = await Scenario.CreateAsync(intake, team: further is null ? null : [.. Some.Team(), further]);
        await scenario.SetTermsAsync(25, judgementMode: mode);
        var candidate = await scenario.SubmittedAsync();
        EditionTeamMember[] panel = [scenario.Member(TeamRole.Dean), scenario.Member(TeamRole.ProgrammeManager)];
        await candidate.BookAsync(further is null ? panel : [.. panel, further]);
        await candidate.RecordHeldAsync(scenario.Dean).OkAsync();
        return candidate;
    }

    private static IEnumerable<string> Notes(JsonNode application) => application.Each("judgements", "motivation.note");
}
