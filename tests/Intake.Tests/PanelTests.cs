namespace Metropool.Intake.Tests;

/// <summary>The intake interview and its panel (R10, R11 and R13).</summary>
public sealed class PanelTests(IntakeFixture intake)
{
    [Fact]
    public async Task R10_An_interview_that_is_not_booked_cannot_be_recorded_as_held()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();

        await candidate.RecordHeldAsync(scenario.Dean).RefusedAsync(Conflict, "intake.interview-not-booked");
    }

    [Theory]
    [InlineData(InterviewStatus.Cancelled)]
    [InlineData(InterviewStatus.Missed)]
    public async Task R10_An_interview_that_was_cancelled_or_missed_cannot_be_recorded_as_held(InterviewStatus status)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.BookedAsync();
        await candidate.ChangeInterviewAsync(status);

        await candidate.RecordHeldAsync(scenario.Dean).RefusedAsync(Conflict, "intake.interview-not-booked");
    }

    [Fact]
    public async Task R10_An_interview_cannot_be_recorded_as_held_before_it_begins()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();
        var start = IntakeFixture.Now.AddMinutes(1);
        await candidate.PublishInterviewAsync(candidate.InterviewWith() with { StartsAt = start, EndsAt = start.AddMinutes(45) });

        await candidate.RecordHeldAsync(scenario.Dean).RefusedAsync(Conflict, "intake.interview-not-begun");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-60 * 24)]
    public async Task R13_An_interview_is_held_on_the_day_it_is_booked_for(int minutesFromNow)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.BookedAsync();

        await candidate.RecordHeldAsync(scenario.Dean, new { heldAt = IntakeFixture.Now.AddMinutes(minutesFromNow) })
            .RefusedAsync(BadRequest, "intake.held-outside-booking");
    }

    [Fact]
    public async Task An_interview_may_have_begun_later_than_it_was_booked_for()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.BookedAsync();

        // 11:00 in Amsterdam. Any offset is accepted, and the answer is in UTC.
        await candidate.RecordHeldAsync(scenario.Dean, new { heldAt = "2025-09-12T11:00:00+02:00" }).OkAsync();

        Assert.Equal("2025-09-12T09:00:00Z", await candidate.TextAsync("interview.heldAt"));
    }

    [Fact]
    public async Task R11_The_panel_needs_the_dean_and_the_programme_manager()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();
        await candidate.BookAsync(scenario.Member(TeamRole.Dean));

        await candidate.RecordHeldAsync(scenario.Dean).RefusedAsync(Conflict, "intake.panel-incomplete");
    }

    [Fact]
    public async Task R11_One_person_with_both_roles_is_not_a_panel()
    {
        var dean = Some.Id();
        var scenario = await Scenario.CreateAsync(intake, team: [Some.TeamMember(TeamRole.Dean, dean), Some.TeamMember(TeamRole.ProgrammeManager, dean)]);
        var candidate = await scenario.BookedAsync();

        await candidate.RecordHeldAsync(scenario.Dean).RefusedAsync(Conflict, "intake.panel-incomplete");
    }

    [Fact]
    public async Task R5_The_successor_of_a_panel_member_who_left_confirms_and_is_named()
    {
        var successor = Some.TeamMember(TeamRole.Dean) with { DisplayName = "Opvolger 01" };
        var scenario = await Scenario.CreateAsync(intake, team: [.. Some.Team(), successor]);
        var (candidate, client) = (await scenario.JudgedAsync(), intake.StaffClient(successor));
        await candidate.ConfirmAsync(client).RefusedAsync(Forbidden, "intake.not-in-panel");
        var former = scenario.Member(TeamRole.Dean);
        await scenario.ChangeAsync(edition => edition with
        {
            Team = [.. edition.Team.Select(member => member == former ? member with { Until = new DateOnly(2025, 9, 11) } : member)],
        });

        var confirmed = await candidate.ConfirmAsync(client).OkAsync();

        Assert.Equal(("Opvolger 01", "dean"), (confirmed.Text("judgements.0.confirmedBy.displayName"), confirmed.Text("judgements.0.confirmedBy.role")));
        Assert.DoesNotContain("Opvolger 01", confirmed.Each("interview.panel", "displayName"));
    }

    [Fact]
    public async Task R11_Two_panel_members_with_the_same_role_cannot_judge_and_confirm()
    {
        var (dean, deputy) = (Some.TeamMember(TeamRole.Dean), Some.TeamMember(TeamRole.Dean, deputy: true));
        var manager = Some.TeamMember(TeamRole.ProgrammeManager);
        var scenario = await Scenario.CreateAsync(intake, team: [dean, deputy, manager]);
        var candidate = await scenario.SubmittedAsync();
        await candidate.BookAsync(dean, deputy, manager);
        await candidate.RecordHeldAsync(scenario.Dean).OkAsync();
        await candidate.JudgeAsync(scenario.Dean).OkAsync();

        await candidate.ConfirmAsync(intake.StaffClient(deputy)).RefusedAsync(Conflict, "intake.second-panel-member-needed");
    }

    [Fact]
    public async Task R11_A_team_member_outside_the_panel_cannot_record_judge_or_confirm()
    {
        var deputy = Some.TeamMember(TeamRole.Dean, deputy: true);
        var scenario = await Scenario.CreateAsync(intake, team: [.. Some.Team(), deputy]);
        var outsider = intake.StaffClient(deputy);
        var candidate = await scenario.BookedAsync();

        await candidate.RecordHeldAsync(outsider).RefusedAsync(Forbidden, "intake.not-in-panel");
        await candidate.RecordHeldAsync(scenario.Dean).OkAsync();
        await candidate.JudgeAsync(outsider).RefusedAsync(Forbidden, "intake.not-in-panel");
        await candidate.JudgeAsync(scenario.Manager).OkAsync();
        await candidate.ConfirmAsync(outsider).RefusedAsync(Forbidden, "intake.not-in-panel");
    }

    [Fact]
    public async Task R11_A_deputy_on_the_panel_can_judge_and_is_named()
    {
        var deputy = Some.TeamMember(TeamRole.ProgrammeManager, deputy: true) with { DisplayName = "Waarnemer 01" };
        var scenario = await Scenario.CreateAsync(intake, team: [.. Some.Team(), deputy]);
        var candidate = await scenario.SubmittedAsync();
        await candidate.BookAsync(scenario.Member(TeamRole.Dean), deputy);
        await candidate.RecordHeldAsync(scenario.Dean).OkAsync();

        await candidate.JudgeAsync(intake.StaffClient(deputy)).OkAsync();
        var confirmed = await candidate.ConfirmAsync(scenario.Dean).OkAsync();

        var (written, confirming) = (confirmed.At("judgements.0.writtenBy")!, confirmed.At("judgements.0.confirmedBy")!);
        Assert.Equal(
            ("Waarnemer 01", "programmeManager", "true"),
            (written.Text("displayName"), written.Text("role"), written.Text("deputy")));
        Assert.Equal(("dean", "false"), (confirming.Text("role"), confirming.Text("deputy")));
    }

    [Fact]
    public async Task R11_A_later_change_of_the_booking_does_not_change_the_panel()
    {
        var deputy = Some.TeamMember(TeamRole.Dean, deputy: true);
        var scenario = await Scenario.CreateAsync(intake, team: [.. Some.Team(), deputy]);
        var candidate = await scenario.HeldAsync();
        var other = candidate.InterviewWith(deputy, scenario.Member(TeamRole.ProgrammeManager));
        await candidate.ChangeInterviewAsync(_ => other with { Status = InterviewStatus.Held });

        await candidate.JudgeAsync(intake.StaffClient(deputy)).RefusedAsync(Forbidden, "intake.not-in-panel");
        await candidate.JudgeAsync(scenario.Dean).OkAsync();
    }

    [Fact]
    public async Task R5_A_team_member_cannot_judge_or_decide_on_their_own_application()
    {
        // The programme manager applies for the edition and is on the panel.
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.BookedAsync(scenario.ManagerId);
        await candidate.RecordHeldAsync(scenario.Manager).RefusedAsync(Forbidden, "intake.conflict-of-interest");
        await candidate.RecordHeldAsync(scenario.Dean).OkAsync();
        await candidate.JudgeAsync(scenario.Manager).RefusedAsync(Forbidden, "intake.conflict-of-interest");

        await candidate.JudgeAsync(scenario.Dean).OkAsync();
        await candidate.ConfirmAsync(scenario.Manager).RefusedAsync(Forbidden, "intake.conflict-of-interest");
        await candidate.DecideAsync(scenario.Manager, "reject").RefusedAsync(Forbidden, "intake.conflict-of-interest");
    }
}
