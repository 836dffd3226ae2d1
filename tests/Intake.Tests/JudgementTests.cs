using System.Text.Json;

namespace Metropool.Intake.Tests;

/// <summary>The judgement and its confirmation (R11 and R12).</summary>
public sealed class JudgementTests(IntakeFixture intake)
{
    [Fact]
    public async Task R11_The_panel_member_who_judged_cannot_confirm()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.JudgedAsync();

        await candidate.ConfirmAsync(scenario.Manager).RefusedAsync(Conflict, "intake.second-panel-member-needed");
        Assert.Equal("submitted", await candidate.TextAsync("status"));
    }

    [Fact]
    public async Task R11_A_confirmation_names_the_judgement()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.JudgedAsync();

        var problem = await candidate.ConfirmAsync(scenario.Dean, new { }).RefusedAsync(BadRequest, "request.invalid");

        Assert.Equal(["judgementId"], problem.Each("errors", "where"));
    }

    [Theory]
    [InlineData("learningWishes")]
    [InlineData("motivation")]
    [InlineData("capacities")]
    public async Task R12_All_three_criteria_are_judged(string missing)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.HeldAsync();
        var judgement = JsonSerializer.SerializeToNode(Candidate.Judgement())!.AsObject();
        judgement.Remove(missing);

        var problem = await candidate.JudgeAsync(scenario.Manager, judgement).RefusedAsync(BadRequest, "intake.judgement-incomplete");

        Assert.Equal([missing], problem.Each("errors", "where"));
    }

    [Fact]
    public async Task R12_A_criterion_is_judged_with_a_note()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.HeldAsync();

        var problem = await candidate.JudgeAsync(scenario.Manager, "  ").RefusedAsync(BadRequest, "request.invalid");

        Assert.Equal(["learningWishes.note", "motivation.note", "capacities.note"], problem.Each("errors", "where"));
    }

    [Fact]
    public async Task R12_A_judgement_requires_an_interview_that_was_held()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.BookedAsync();

        await candidate.JudgeAsync(scenario.Manager).RefusedAsync(Conflict, "intake.interview-not-held");
    }

    [Fact]
    public async Task R12_Either_panel_member_can_replace_the_judgement_until_it_is_confirmed()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.JudgedAsync();
        var first = await candidate.JudgementIdAsync();

        await candidate.JudgeAsync(scenario.Dean, "De decaan ziet het anders.").OkAsync();
        await candidate.ConfirmAsync(scenario.Manager, new { judgementId = first }).RefusedAsync(Conflict, "intake.judgement-replaced");
        var confirmed = await candidate.ConfirmAsync(scenario.Manager).OkAsync();

        Assert.Equal(
            ("De decaan ziet het anders.", "dean", "programmeManager"),
            (confirmed.Text("judgements.0.motivation.note"), confirmed.Text("judgements.0.writtenBy.role"), confirmed.Text("judgements.0.confirmedBy.role")));
        await candidate.JudgeAsync(scenario.Dean).RefusedAsync(Conflict, "intake.judgement-confirmed");
    }

    [Fact]
    public async Task A_confirmed_judgement_is_published_without_its_text()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).InterviewedAsync();

        var published = await candidate.PublishedAsync(ApplicationStatus.Interviewed);

        Assert.Equal(candidate.Interview!.InterviewId, published.InterviewId);
        Assert.Null(published.Admission);
    }
}
