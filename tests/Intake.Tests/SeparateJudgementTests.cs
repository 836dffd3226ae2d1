using System.Net;
using System.Text.Json.Nodes;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>Separate judgements, blind until both are in; and who judges where the panel fell apart.</summary>
public sealed class SeparateJudgementTests(IntakeFixture intake)
{
    private const string Deans = "Van de decaan.";
    private const string Managers = "Van de opleidingsmanager.";

    [Fact]
    public async Task R11_Separate_judgements_are_read_by_nobody_but_their_author_until_both_are_in()
    {
        var candidate = await HeldAsync();
        var (dean, manager) = (candidate.Scene.Dean, candidate.Scene.Manager);

        Assert.Equal([Deans], Notes(await candidate.JudgeAsync(dean, Candidate.Judgement(Deans)).OkAsync()));

        foreach (var (reader, reads) in new[] { (dean, true), (manager, false), (candidate.Client, false) })
        {
            Assert.Equal(reads, (await reader.FetchAsync(candidate.Path).OkAsync()).ToJsonString().Contains(Deans, StringComparison.Ordinal));
            Assert.Equal(reads, (await reader.FetchAsync($"{candidate.Path}/history").OkAsync()).ToJsonString().Contains(Deans, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(Deans, (await candidate.ConflictAsync(manager, candidate.Scene.Role(TeamPart.ProgrammeManager).PersonId).OkAsync()).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R11_When_the_second_separate_judgement_comes_in_both_are_read_and_stand()
    {
        var candidate = await HeldAsync();
        var (dean, manager) = (candidate.Scene.Dean, candidate.Scene.Manager);
        await candidate.JudgeAsync(manager, Candidate.Judgement(Managers)).OkAsync();
        Assert.Equal(("submitted", "judgement"), await StandingAsync(candidate));

        var both = await candidate.JudgeAsync(dean, Candidate.Judgement(Deans)).OkAsync();

        Assert.Equal([Deans, Managers], Notes(both));
        Assert.Equal(["dean", "programmeManager"], both.Each("judgements", "writtenBy.part"));
        Assert.Equal([Deans, Managers], Notes(await candidate.ReadAsync()));
        Assert.Equal(("interviewed", "agreement"), await StandingAsync(candidate));
        Assert.Equal([Managers, Deans], (await HistoryAsync(candidate)).Where(line => line.Text("what") == "judged").Select(line => line.Text("judgement.motivation.note")));
        await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == candidate.ApplicationId && e.Status == ApplicationStatus.Interviewed);
        await candidate.JudgeAsync(dean).RefusedAsync(HttpStatusCode.Conflict, "intake.judgements-complete");
        await candidate.AgreedAsync();
        await candidate.DecideAsync(manager, "admit").OkAsync();
    }

    [Fact]
    public async Task R11_One_separate_judgement_is_not_enough_for_a_decision_and_is_confirmed_by_nobody()
    {
        var candidate = await HeldAsync();
        var judged = await candidate.JudgeAsync(candidate.Scene.Manager).OkAsync();

        await candidate.DecideAsync(candidate.Scene.Dean, "admit").RefusedAsync(HttpStatusCode.Conflict, "intake.judgement-outstanding");
        await candidate.ConfirmAsync(candidate.Scene.Dean, new { judgementId = judged.Id("judgements.0.judgementId") }).RefusedAsync(HttpStatusCode.Conflict, "intake.judged-separately");
    }

    [Fact]
    public async Task R11_Until_both_are_in_an_author_writes_the_own_separate_judgement_anew_and_nobody_else_does()
    {
        var deputy = Some.TeamRole(TeamPart.Dean, deputy: true);
        var candidate = await HeldAsync(deputy);
        await candidate.JudgeAsync(candidate.Scene.Dean, Candidate.Judgement("Eerst dit.")).OkAsync();

        Assert.Equal([Deans], Notes(await candidate.JudgeAsync(candidate.Scene.Dean, Candidate.Judgement(Deans)).OkAsync()));
        await candidate.JudgeAsync(intake.ClientFor(TestCaller.Staff(deputy.PersonId))).RefusedAsync(HttpStatusCode.Conflict, "intake.part-judged");

        Assert.Equal([Deans, Managers], Notes(await candidate.JudgeAsync(candidate.Scene.Manager, Candidate.Judgement(Managers)).OkAsync()));
    }

    [Fact]
    public async Task R11_One_person_does_not_write_both_separate_judgements()
    {
        var candidate = await HeldAsync();
        await candidate.JudgeAsync(candidate.Scene.Dean).OkAsync();
        // The dean becomes programme manager, alone.
        var dean = candidate.Scene.Role(TeamPart.Dean).PersonId;
        await candidate.Scene.ChangeAsync(edition => edition with { Team = [Some.TeamRole(TeamPart.ProgrammeManager, dean)] });

        await candidate.JudgeAsync(intake.ClientFor(TestCaller.Staff(dean))).RefusedAsync(HttpStatusCode.Conflict, "intake.second-panel-member-needed");

        Assert.Equal("submitted", (await candidate.ReadAsync()).Text("status"));
    }

    [Fact]
    public async Task How_an_application_is_judged_is_settled_by_its_first_judgement()
    {
        var candidate = await HeldAsync();
        var (dean, manager) = (candidate.Scene.Dean, candidate.Scene.Manager);
        await candidate.JudgeAsync(dean, Candidate.Judgement(Deans)).OkAsync();

        Assert.Equal("oneNote", (await candidate.Scene.SetTermsAsync(25, judgementMode: "oneNote")).Text("judgementMode"));
        Assert.Empty((await manager.FetchAsync(candidate.Path).OkAsync()).At("judgements")!.AsArray());
        var both = await candidate.JudgeAsync(manager, Candidate.Judgement(Managers)).OkAsync();

        Assert.Equal("interviewed", both.Text("status"));
    }

    [Fact]
    public async Task Terms_that_do_not_say_how_candidates_are_judged_leave_it_as_it_is()
    {
        var scene = await Scene.OpenAsync(intake);
        Assert.Equal("oneNote", (await scene.SetTermsAsync(25)).Text("judgementMode"));
        await scene.SetTermsAsync(25, judgementMode: "separateBlind");

        Assert.Equal("separateBlind", (await scene.SetTermsAsync(30)).Text("judgementMode"));
    }

    [Theory]
    [InlineData("oneNote")]
    [InlineData("separateBlind")]
    public async Task R5_Where_nobody_of_the_panel_is_left_who_hold_the_parts_today_judge(string mode)
    {
        var candidate = await HeldAsync(mode: mode);
        var (dean, manager) = (Some.TeamRole(TeamPart.Dean), Some.TeamRole(TeamPart.ProgrammeManager, deputy: true));
        await candidate.Scene.ChangeAsync(edition => edition with { Team = [dean, manager] });

        await candidate.JudgeAsync(intake.ClientFor(TestCaller.Staff(manager.PersonId))).OkAsync();
        var other = intake.ClientFor(TestCaller.Staff(dean.PersonId));
        await (mode == "oneNote" ? candidate.ConfirmAsync(other) : candidate.JudgeAsync(other)).OkAsync();

        Assert.Equal("interviewed", (await candidate.ReadAsync()).Text("status"));
    }

    [Fact]
    public async Task R5_As_long_as_one_of_the_panel_is_left_it_is_they_who_write_the_one_note()
    {
        var candidate = await HeldAsync(mode: "oneNote");
        var dean = Some.TeamRole(TeamPart.Dean);
        await candidate.Scene.ChangeAsync(edition => edition with { Team = [dean, edition.Team.Single(role => role.Part == TeamPart.ProgrammeManager)] });

        await candidate.JudgeAsync(intake.ClientFor(TestCaller.Staff(dean.PersonId))).RefusedAsync(HttpStatusCode.Forbidden, "intake.not-in-panel");
    }

    private async Task<Candidate> HeldAsync(TeamRole? alsoInThePanel = null, string mode = "separateBlind")
    {
        var scene = await Scene.OpenAsync(intake, team: alsoInThePanel is null ? null : [.. Some.Team(), alsoInThePanel]);
        await scene.SetTermsAsync(25, judgementMode: mode);
        var candidate = await scene.SubmittedAsync();
        TeamRole[] panel = [scene.Role(TeamPart.Dean), scene.Role(TeamPart.ProgrammeManager), .. alsoInThePanel is null ? Array.Empty<TeamRole>() : [alsoInThePanel]];
        await candidate.BookAsync(interview => Some.Interview(InterviewKind.Intake, interview.EditionId, interview.PersonId, panel, candidate.ApplicationId));
        await candidate.HeldAsync(scene.Dean).OkAsync();
        return candidate;
    }

    private static IEnumerable<string> Notes(JsonNode application) => application.Each("judgements", "motivation.note");

    private static async Task<(string?, string?)> StandingAsync(Candidate candidate)
    {
        var application = await candidate.ReadAsync();
        return (application.Text("status"), application.Text("awaits"));
    }

    private static async Task<IEnumerable<JsonNode>> HistoryAsync(Candidate candidate) =>
        (await candidate.Client.FetchAsync($"{candidate.Path}/history").OkAsync()).At("items")!.AsArray().Select(line => line!);
}
