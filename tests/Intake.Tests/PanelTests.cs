using System.Net;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>The intake interview and its judgement: R10 to R13.</summary>
public sealed class PanelTests(IntakeFixture intake)
{
    [Fact]
    public async Task R10_An_interview_that_is_not_in_the_calendar_was_not_held()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();

        await candidate.HeldAsync(scene.Dean).RefusedAsync(HttpStatusCode.Conflict, "intake.interview-not-booked");
    }

    [Theory]
    [InlineData(InterviewStatus.Cancelled)]
    [InlineData(InterviewStatus.Missed)]
    public async Task R10_An_interview_that_was_cancelled_or_missed_was_not_held(InterviewStatus status)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.BookedAsync();
        await candidate.CalendarAsync(candidate.Interview! with { Version = 2, Status = status });

        await candidate.HeldAsync(scene.Dean).RefusedAsync(HttpStatusCode.Conflict, "intake.interview-not-booked");
    }

    [Fact]
    public async Task R10_An_interview_is_not_held_before_it_begins()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        await candidate.BookAsync(interview => interview with { StartsAt = IntakeFixture.Now.AddMinutes(1), EndsAt = IntakeFixture.Now.AddMinutes(46) });

        await candidate.HeldAsync(scene.Dean).RefusedAsync(HttpStatusCode.Conflict, "intake.interview-not-begun");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-60 * 24)]
    public async Task R13_An_interview_is_held_on_the_day_that_it_is_in_the_calendar(int minutesFromNow)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.BookedAsync();

        await candidate.HeldAsync(scene.Dean, new { heldAt = IntakeFixture.Now.AddMinutes(minutesFromNow) })
            .RefusedAsync(HttpStatusCode.BadRequest, "intake.held-outside-booking");
    }

    [Fact]
    public async Task An_interview_may_have_begun_later_than_it_was_booked_for()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.BookedAsync();

        // 11:00 in Amsterdam: any offset is understood, and answered in UTC.
        await candidate.HeldAsync(scene.Dean, new { heldAt = "2025-09-12T11:00:00+02:00" }).OkAsync();

        Assert.Equal("2025-09-12T09:00:00Z", (await candidate.ReadAsync()).Text("interview.heldAt"));
    }

    [Fact]
    public async Task R11_The_panel_is_the_dean_and_the_programme_manager_both()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        await candidate.BookAsync(interview => interview with { Panel = [.. interview.Panel.Where(member => member.Part == TeamPart.Dean)] });

        await candidate.HeldAsync(scene.Dean).RefusedAsync(HttpStatusCode.Conflict, "intake.panel-incomplete");
    }

    [Fact]
    public async Task R11_One_person_in_both_parts_is_not_both()
    {
        var dean = Some.Id();
        var scene = await Scene.OpenAsync(intake, team: [Some.TeamRole(TeamPart.Dean, dean), Some.TeamRole(TeamPart.ProgrammeManager, dean)]);
        var candidate = await scene.BookedAsync();

        await candidate.HeldAsync(scene.Dean).RefusedAsync(HttpStatusCode.Conflict, "intake.panel-incomplete");
    }

    [Fact]
    public async Task R11_Who_judged_does_not_confirm()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.JudgedAsync();

        await candidate.ConfirmAsync(scene.Manager).RefusedAsync(HttpStatusCode.Conflict, "intake.second-panel-member-needed");
        Assert.Equal("submitted", (await candidate.ReadAsync()).Text("status"));
    }

    [Fact]
    public async Task R11_Who_confirms_says_which_judgement_they_read()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.JudgedAsync();

        var problem = await candidate.ConfirmAsync(scene.Dean, new { }).RefusedAsync(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal(["judgementId"], problem.Each("errors", "where"));
    }

    [Fact]
    public async Task R5_Where_the_other_member_of_the_panel_is_gone_who_holds_the_part_today_confirms_and_is_named()
    {
        var successor = Some.TeamRole(TeamPart.Dean) with { DisplayName = "Opvolger 01" };
        var scene = await Scene.OpenAsync(intake, team: [.. Some.Team(), successor]);
        var (candidate, client) = (await scene.JudgedAsync(), intake.ClientFor(TestCaller.Staff(successor.PersonId)));
        await candidate.ConfirmAsync(client).RefusedAsync(HttpStatusCode.Forbidden, "intake.not-in-panel");
        await scene.ChangeAsync(edition => edition with
        {
            Team = [.. edition.Team.Select(role => role.Part == TeamPart.Dean && role.PersonId != successor.PersonId ? role with { Until = new DateOnly(2025, 9, 11) } : role)],
        });

        var confirmed = await candidate.ConfirmAsync(client).OkAsync();

        Assert.Equal(("Opvolger 01", "dean"), (confirmed.Text("judgements.0.confirmedBy.displayName"), confirmed.Text("judgements.0.confirmedBy.part")));
        Assert.DoesNotContain("Opvolger 01", confirmed.Each("interview.panel", "displayName"));
    }

    [Fact]
    public async Task R11_Two_of_the_same_part_are_not_both()
    {
        var (dean, deputy, manager) = (Some.TeamRole(TeamPart.Dean), Some.TeamRole(TeamPart.Dean, deputy: true), Some.TeamRole(TeamPart.ProgrammeManager));
        var scene = await Scene.OpenAsync(intake, team: [dean, deputy, manager]);
        var candidate = await scene.SubmittedAsync();
        await candidate.BookAsync(interview => Some.Interview(InterviewKind.Intake, interview.EditionId, interview.PersonId, [dean, deputy, manager], candidate.ApplicationId));
        await candidate.HeldAsync(scene.Dean).OkAsync();
        await candidate.JudgeAsync(scene.Dean).OkAsync();

        await candidate.ConfirmAsync(intake.ClientFor(TestCaller.Staff(deputy.PersonId))).RefusedAsync(HttpStatusCode.Conflict, "intake.second-panel-member-needed");
    }

    [Fact]
    public async Task R11_Who_did_not_sit_in_the_panel_neither_records_judges_nor_confirms()
    {
        var deputy = Some.TeamRole(TeamPart.Dean, deputy: true);
        var scene = await Scene.OpenAsync(intake, team: [.. Some.Team(), deputy]);
        var outsider = intake.ClientFor(TestCaller.Staff(deputy.PersonId));
        var candidate = await scene.BookedAsync();

        await candidate.HeldAsync(outsider).RefusedAsync(HttpStatusCode.Forbidden, "intake.not-in-panel");
        await candidate.HeldAsync(scene.Dean).OkAsync();
        await candidate.JudgeAsync(outsider).RefusedAsync(HttpStatusCode.Forbidden, "intake.not-in-panel");
        await candidate.JudgeAsync(scene.Manager).OkAsync();
        await candidate.ConfirmAsync(outsider).RefusedAsync(HttpStatusCode.Forbidden, "intake.not-in-panel");
    }

    [Fact]
    public async Task R11_A_deputy_who_sat_in_the_panel_counts_and_is_named_in_the_record()
    {
        var deputy = Some.TeamRole(TeamPart.ProgrammeManager, deputy: true) with { DisplayName = "Waarnemer 01" };
        var scene = await Scene.OpenAsync(intake, team: [.. Some.Team(), deputy]);
        var candidate = await scene.SubmittedAsync();
        await candidate.BookAsync(interview => Some.Interview(InterviewKind.Intake, interview.EditionId, interview.PersonId, [scene.Role(TeamPart.Dean), deputy], candidate.ApplicationId));
        await candidate.HeldAsync(scene.Dean).OkAsync();

        await candidate.JudgeAsync(intake.ClientFor(TestCaller.Staff(deputy.PersonId))).OkAsync();
        var confirmed = await candidate.ConfirmAsync(scene.Dean).OkAsync();

        Assert.Equal(("Waarnemer 01", "programmeManager", "true"),
            (confirmed.Text("judgements.0.writtenBy.displayName"), confirmed.Text("judgements.0.writtenBy.part"), confirmed.Text("judgements.0.writtenBy.deputy")));
        Assert.Equal(("dean", "false"), (confirmed.Text("judgements.0.confirmedBy.part"), confirmed.Text("judgements.0.confirmedBy.deputy")));
    }

    [Fact]
    public async Task R11_The_panel_that_held_the_interview_stays_though_the_calendar_changes_later()
    {
        var deputy = Some.TeamRole(TeamPart.Dean, deputy: true);
        var scene = await Scene.OpenAsync(intake, team: [.. Some.Team(), deputy]);
        var candidate = await scene.HeldAsync();
        await candidate.CalendarAsync(Some.Interview(InterviewKind.Intake, scene.Edition.EditionId, candidate.PersonId, [deputy, scene.Role(TeamPart.ProgrammeManager)], candidate.ApplicationId)
            with { InterviewId = candidate.Interview!.InterviewId, Version = 2, Status = InterviewStatus.Held });

        await candidate.JudgeAsync(intake.ClientFor(TestCaller.Staff(deputy.PersonId))).RefusedAsync(HttpStatusCode.Forbidden, "intake.not-in-panel");
        await candidate.JudgeAsync(scene.Dean).OkAsync();
    }

    [Fact]
    public async Task Nobody_judges_their_own_application()
    {
        // The programme manager applies for the edition and sits in the panel as well.
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.BookedAsync(scene.Role(TeamPart.ProgrammeManager).PersonId);
        await candidate.HeldAsync(scene.Manager).RefusedAsync(HttpStatusCode.Forbidden, "intake.own-application");
        await candidate.HeldAsync(scene.Dean).OkAsync();
        await candidate.JudgeAsync(scene.Manager).RefusedAsync(HttpStatusCode.Forbidden, "intake.own-application");

        await candidate.JudgeAsync(scene.Dean).OkAsync();
        await candidate.ConfirmAsync(scene.Manager).RefusedAsync(HttpStatusCode.Forbidden, "intake.own-application");
        await candidate.DecideAsync(scene.Manager, "reject").RefusedAsync(HttpStatusCode.Forbidden, "intake.own-application");
    }

    [Theory]
    [InlineData("learningWishes")]
    [InlineData("motivation")]
    [InlineData("capacities")]
    public async Task R12_All_three_criteria_are_judged(string missing)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.HeldAsync();
        var judgement = System.Text.Json.JsonSerializer.SerializeToNode(Candidate.Judgement())!.AsObject();
        judgement.Remove(missing);

        var problem = await candidate.JudgeAsync(scene.Manager, judgement).RefusedAsync(HttpStatusCode.BadRequest, "intake.judgement-incomplete");

        Assert.Equal([missing], problem.Each("errors", "where"));
    }

    [Fact]
    public async Task R12_A_criterion_is_judged_with_a_note()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.HeldAsync();

        var problem = await candidate.JudgeAsync(scene.Manager, Candidate.Judgement(note: "  ")).RefusedAsync(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal(["learningWishes.note", "motivation.note", "capacities.note"], problem.Each("errors", "where"));
    }

    [Fact]
    public async Task R12_There_is_no_judgement_before_the_interview_was_held()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.BookedAsync();

        await candidate.JudgeAsync(scene.Manager).RefusedAsync(HttpStatusCode.Conflict, "intake.interview-not-held");
    }

    [Fact]
    public async Task R12_Until_it_is_confirmed_either_of_the_two_writes_the_judgement_anew()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.JudgedAsync();
        var first = (await candidate.ReadAsync()).Id("judgements.0.judgementId");

        await candidate.JudgeAsync(scene.Dean, Candidate.Judgement("De decaan ziet het anders.")).OkAsync();
        await candidate.ConfirmAsync(scene.Manager, new { judgementId = first }).RefusedAsync(HttpStatusCode.Conflict, "intake.judgement-replaced");
        var confirmed = await candidate.ConfirmAsync(scene.Manager).OkAsync();

        Assert.Equal(("De decaan ziet het anders.", "dean", "programmeManager"),
            (confirmed.Text("judgements.0.motivation.note"), confirmed.Text("judgements.0.writtenBy.part"), confirmed.Text("judgements.0.confirmedBy.part")));
        await candidate.JudgeAsync(scene.Dean).RefusedAsync(HttpStatusCode.Conflict, "intake.judgement-confirmed");
    }

    [Fact]
    public async Task A_confirmed_judgement_is_told_as_a_state_without_a_word_of_it()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.InterviewedAsync();

        var told = await intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == candidate.ApplicationId && e.Status == ApplicationStatus.Interviewed);

        Assert.Equal(candidate.Interview!.InterviewId, told.InterviewId);
        Assert.Null(told.Admission);
    }
}
