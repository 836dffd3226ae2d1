using System.Net;
using Metropool.Contracts.Scheduling;
using Metropool.Internship.Checklists;
using Metropool.Internship.Hours;
using Metropool.Internship.Internships;
using Metropool.Internship.Reports;
using Metropool.Testing;

namespace Metropool.Internship.Tests;

/// <summary>R30 and R46: how much of an internship each reader gets.</summary>
public sealed class ReadingTests(InternshipFixture fixture)
{
    [Fact]
    public async Task R30_A_confidential_report_is_read_by_dean_and_programme_manager_alone()
    {
        var situation = await ReportedAsync(confidential: true);
        await situation.BookedAsync(situation.Edition.Team.First(role => role.Part == TeamPart.Trainer));

        foreach (var reader in new[] { situation.Participant, situation.Dean, situation.ProgrammeManager })
        {
            var report = await reader.Get($"{situation.Path}/report").Read<ReportView>();
            Assert.True(report.Confidential);
            Assert.Equal(("Het onderzoek en zijn conclusies.", "Wat ik over mezelf leerde."), (report.Latest?.Research, report.Latest?.Reflection));
        }

        foreach (var reader in new[] { situation.ProjectManager, situation.Trainer })
        {
            await reader.Get($"{situation.Path}/report").Refused(HttpStatusCode.Forbidden, "internship.report-not-for-you");
            await reader.Get($"{situation.Path}/report/versions/1").Refused(HttpStatusCode.Forbidden, "internship.report-not-for-you");
        }
    }

    [Fact]
    public async Task R30_Making_a_report_confidential_holds_at_once_for_what_is_in()
    {
        var situation = await ReportedAsync(confidential: false);
        await situation.ProjectManager.Get($"{situation.Path}/report").Succeeds();

        await situation.Participant.Put($"{situation.Path}/report", new ReportRequest("Het onderzoek en zijn conclusies.", "Wat ik over mezelf leerde.", Confidential: true)).Succeeds();

        await situation.ProjectManager.Get($"{situation.Path}/report").Refused(HttpStatusCode.Forbidden, "internship.report-not-for-you");
    }

    [Fact]
    public async Task R46_The_team_reads_the_research_and_the_booked_trainer_the_reflection_until_the_interview_is_held()
    {
        var situation = await ReportedAsync(confidential: false);
        Assert.Equal((true, false), await Reads(situation.ProjectManager));
        Assert.Equal((true, false), await Reads(situation.Trainer));

        var interview = await situation.BookedAsync(situation.Edition.Team.First(role => role.Part == TeamPart.Trainer));
        Assert.Equal((true, true), await Reads(situation.Trainer));

        // Held: Assessment says so before Scheduling knows.
        var assessment = Some.Assessment(situation.Participation) with { InterviewsHeld = [interview.InterviewId] };
        await situation.KnowsAsync(assessment, async () => await Reads(situation.Trainer) == (true, false));

        async Task<(bool Research, bool Reflection)> Reads(HttpClient reader)
        {
            var latest = (await reader.Get($"{situation.Path}/report").Read<ReportView>()).Latest!;
            return (latest.Research is not null, latest.Reflection is not null);
        }
    }

    [Fact]
    public async Task R46_The_booked_trainer_reads_the_reflection_fourteen_days_after_the_interview_at_most()
    {
        var situation = await ReportedAsync(confidential: false);
        var interview = await situation.BookedAsync(situation.Edition.Team.First(role => role.Part == TeamPart.Trainer));
        var past = fixture.Clock.GetUtcNow().AddDays(-14);

        await fixture.HandledAsync(interview with { Version = 2, StartsAt = past.AddMinutes(-44), EndsAt = past.AddMinutes(1) });
        Assert.True(await ReadsAsync());
        await fixture.HandledAsync(interview with { Version = 3, StartsAt = past.AddMinutes(-45), EndsAt = past });
        Assert.False(await ReadsAsync());

        async Task<bool> ReadsAsync() => (await situation.Trainer.Get($"{situation.Path}/report").Read<ReportView>()).Latest!.Reflection is not null;
    }

    [Fact]
    public async Task A_draft_is_the_writers_alone()
    {
        var situation = await Situation.NewAsync(fixture);
        await situation.Participant.Put($"{situation.Path}/report", new ReportRequest("Een begin")).Succeeds();

        Assert.Equal("Een begin", (await situation.Participant.Get($"{situation.Path}/report").Read<ReportView>()).Draft?.Research);
        var forDean = await situation.Dean.Get($"{situation.Path}/report").Read<ReportView>();
        Assert.Null(forDean.Draft);
        Assert.Null(forDean.Latest);
    }

    [Fact]
    public async Task R46_Motivation_goals_and_reasons_are_for_the_participant_the_dean_and_the_programme_manager()
    {
        var situation = await Situation.NewAsync(fixture);
        var placement = await situation.ApprovedAsync();

        foreach (var reader in new[] { situation.Participant, situation.Dean, situation.ProgrammeManager })
        {
            var detail = await reader.Get(situation.Path).Read<InternshipDetail>();
            Assert.NotNull(detail.Placement?.Motivation);
            Assert.NotNull(detail.Placement.LearningGoals);
            Assert.NotNull(detail.Placement.ResearchQuestion);
            Assert.NotNull(detail.EmploymentHistory);
        }

        foreach (var reader in new[] { situation.ProjectManager, situation.Trainer })
        {
            var detail = await reader.Get(situation.Path).Read<InternshipDetail>();
            Assert.Equal(placement.HostOrganisation, detail.Placement?.HostOrganisation);
            Assert.Null(detail.Placement?.Motivation);
            Assert.Null(detail.Placement?.LearningGoals);
            Assert.Null(detail.Placement?.ResearchQuestion);
            Assert.Null(detail.EmploymentHistory);
            Assert.Null(detail.Extensions);
        }

        Assert.NotNull((await situation.ProjectManager.Get(situation.Path).Read<InternshipDetail>()).Placement?.Supervisor);
        Assert.Null((await situation.Trainer.Get(situation.Path).Read<InternshipDetail>()).Placement?.Supervisor);
    }

    [Fact]
    public async Task R46_Comments_are_read_by_whom_they_are_about()
    {
        var situation = await ReportedAsync(confidential: false);
        await situation.ProgrammeManager.Post($"{situation.Path}/report/comments", new CommentRequest("Werk de conclusie uit")).Succeeds();

        var comment = Assert.Single((await situation.Participant.Get($"{situation.Path}/report").Read<ReportView>()).Comments!);
        Assert.Equal(("Werk de conclusie uit", TeamPart.ProgrammeManager, 1), (comment.Text, comment.By.Part, comment.Version));
        Assert.Null((await situation.ProjectManager.Get($"{situation.Path}/report").Read<ReportView>()).Comments);
    }

    [Fact]
    public async Task R29_The_checklist_is_kept_by_the_participant_and_read_by_who_helps()
    {
        var situation = await Situation.NewAsync(fixture);
        var fresh = await situation.Participant.Get($"{situation.Path}/checklist").Read<ChecklistView>();
        Assert.Equal([ChecklistSubject.Placement, ChecklistSubject.Accommodation, ChecklistSubject.Workplace, ChecklistSubject.Transport], fresh.Items.Select(item => item.Subject));
        Assert.All(fresh.Items, item => Assert.Equal(ChecklistState.Open, item.State));

        await situation.Participant.Put($"{situation.Path}/checklist", new ChecklistRequest(
        [
            new(ChecklistSubject.Transport, ChecklistState.Arranged, Note: "Trein"),
            new(ChecklistSubject.Other, ChecklistState.Open, "Laptop"),
            new(ChecklistSubject.Accommodation, ChecklistState.NotNeeded),
        ])).Succeeds();

        var kept = await situation.ProjectManager.Get($"{situation.Path}/checklist").Read<ChecklistView>();
        Assert.Equal(
            [
                new(ChecklistSubject.Transport, null, ChecklistState.Arranged, "Trein"),
                new(ChecklistSubject.Other, "Laptop", ChecklistState.Open, null),
                new(ChecklistSubject.Accommodation, null, ChecklistState.NotNeeded, null),
                new(ChecklistSubject.Placement, null, ChecklistState.Open, null),
                new ChecklistItemView(ChecklistSubject.Workplace, null, ChecklistState.Open, null),
            ],
            kept.Items);
    }

    private async Task<Situation> ReportedAsync(bool confidential)
    {
        var situation = await Situation.NewAsync(fixture);
        var placement = await situation.ApprovedAsync();
        situation.MoveTo(placement.Periods[0].From);
        await situation.Participant.Post($"{situation.Path}/hours", new LogHoursRequest([new(placement.Periods[0].From, 480)])).Succeeds();
        await situation.ReportedAsync(confidential);
        return situation;
    }
}
