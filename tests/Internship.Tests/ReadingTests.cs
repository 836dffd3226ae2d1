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
    public async Task R30_A_confidential_report_cannot_be_read_by_the_rest_of_the_team()
    {
        var scenario = await ReportedAsync(confidential: true);
        await scenario.BookInterviewAsync(scenario.Member(TeamRole.Trainer));

        foreach (var reader in new[] { scenario.Participant, scenario.Dean, scenario.ProgrammeManager })
        {
            var report = await scenario.ReportAsync(reader);
            Assert.True(report.Confidential);
            Assert.Equal(("Het onderzoek en zijn conclusies.", "Wat ik over mezelf leerde."), (report.Latest?.Research, report.Latest?.Reflection));
        }

        foreach (var reader in new[] { scenario.ProjectManager, scenario.Trainer })
        {
            await reader.Get($"{scenario.Path}/report").Refused(HttpStatusCode.Forbidden, "internship.report-forbidden");
            await reader.Get($"{scenario.Path}/report/versions/1").Refused(HttpStatusCode.Forbidden, "internship.report-forbidden");
        }
    }

    [Fact]
    public async Task R30_Confidentiality_takes_effect_at_once_for_submitted_versions()
    {
        var scenario = await ReportedAsync(confidential: false);
        await scenario.ProjectManager.Get($"{scenario.Path}/report").Succeeds();

        await scenario.WriteReportAsync("Het onderzoek en zijn conclusies.", "Wat ik over mezelf leerde.", confidential: true).Succeeds();

        await scenario.ProjectManager.Get($"{scenario.Path}/report").Refused(HttpStatusCode.Forbidden, "internship.report-forbidden");
    }

    [Fact]
    public async Task R46_The_team_can_read_the_research_and_the_booked_trainer_the_reflection()
    {
        var scenario = await ReportedAsync(confidential: false);
        Assert.Equal((true, false), await Reads(scenario.ProjectManager));
        Assert.Equal((true, false), await Reads(scenario.Trainer));

        var interview = await scenario.BookInterviewAsync(scenario.Member(TeamRole.Trainer));
        Assert.Equal((true, true), await Reads(scenario.Trainer));

        // Held: Assessment says so before Scheduling knows.
        var assessment = Some.Assessment(scenario.Participation) with { InterviewsHeld = [interview.InterviewId] };
        await scenario.PublishAndWaitAsync(assessment, async () => await Reads(scenario.Trainer) == (true, false));

        async Task<(bool Research, bool Reflection)> Reads(HttpClient reader)
        {
            var latest = (await scenario.ReportAsync(reader)).Latest!;
            return (latest.Research is not null, latest.Reflection is not null);
        }
    }

    [Fact]
    public async Task R46_The_booked_trainer_can_read_the_reflection_for_at_most_fourteen_days_after_the_interview()
    {
        var scenario = await ReportedAsync(confidential: false);
        var interview = await scenario.BookInterviewAsync(scenario.Member(TeamRole.Trainer));
        var past = fixture.Clock.GetUtcNow().AddDays(-14);

        await fixture.HandledAsync(interview with { Version = 2, StartsAt = past.AddMinutes(-44), EndsAt = past.AddMinutes(1) });
        Assert.True(await ReadsAsync());
        await fixture.HandledAsync(interview with { Version = 3, StartsAt = past.AddMinutes(-45), EndsAt = past });
        Assert.False(await ReadsAsync());

        async Task<bool> ReadsAsync() => (await scenario.ReportAsync(scenario.Trainer)).Latest!.Reflection is not null;
    }

    [Fact]
    public async Task Only_the_participant_can_read_a_draft()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.WriteReportAsync("Een begin").Succeeds();

        Assert.Equal("Een begin", (await scenario.ReportAsync(scenario.Participant)).Draft?.Research);
        var forDean = await scenario.ReportAsync(scenario.Dean);
        Assert.Null(forDean.Draft);
        Assert.Null(forDean.Latest);
    }

    [Fact]
    public async Task R46_Only_the_participant_the_dean_and_the_programme_manager_can_read_motivation_and_goals()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var placement = await scenario.ProposeAndApproveAsync();

        foreach (var reader in new[] { scenario.Participant, scenario.Dean, scenario.ProgrammeManager })
        {
            var detail = await reader.Get(scenario.Path).Read<InternshipDetail>();
            Assert.NotNull(detail.Placement?.Motivation);
            Assert.NotNull(detail.Placement.LearningGoals);
            Assert.NotNull(detail.Placement.ResearchQuestion);
            Assert.NotNull(detail.EmploymentHistory);
        }

        foreach (var reader in new[] { scenario.ProjectManager, scenario.Trainer })
        {
            var detail = await reader.Get(scenario.Path).Read<InternshipDetail>();
            Assert.Equal(placement.HostOrganisation, detail.Placement?.HostOrganisation);
            Assert.Null(detail.Placement?.Motivation);
            Assert.Null(detail.Placement?.LearningGoals);
            Assert.Null(detail.Placement?.ResearchQuestion);
            Assert.Null(detail.EmploymentHistory);
            Assert.Null(detail.Extensions);
        }

        Assert.NotNull((await scenario.ProjectManager.Get(scenario.Path).Read<InternshipDetail>()).Placement?.Supervisor);
        Assert.Null((await scenario.Trainer.Get(scenario.Path).Read<InternshipDetail>()).Placement?.Supervisor);
    }

    [Fact]
    public async Task R46_The_participant_can_read_the_comments()
    {
        var scenario = await ReportedAsync(confidential: false);
        await scenario.ProgrammeManager.Post($"{scenario.Path}/report/comments", new CommentRequest("Werk de conclusie uit")).Succeeds();

        var comment = Assert.Single((await scenario.ReportAsync(scenario.Participant)).Comments!);
        Assert.Equal(("Werk de conclusie uit", TeamRole.ProgrammeManager, 1), (comment.Text, comment.By.Role, comment.Version));
        Assert.Null((await scenario.ReportAsync(scenario.ProjectManager)).Comments);
    }

    [Fact]
    public async Task R29_The_participant_replaces_the_checklist_and_the_project_manager_can_read_it()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var fresh = await scenario.Participant.Get($"{scenario.Path}/checklist").Read<ChecklistDetail>();
        Assert.Equal(
            [ChecklistSubject.Placement, ChecklistSubject.Accommodation, ChecklistSubject.Workplace, ChecklistSubject.Transport],
            fresh.Items.Select(item => item.Subject));
        Assert.All(fresh.Items, item => Assert.Equal(ChecklistState.Open, item.State));

        await scenario.Participant.Put($"{scenario.Path}/checklist", new ChecklistRequest(
        [
            new(ChecklistSubject.Transport, ChecklistState.Arranged, Note: "Trein"),
            new(ChecklistSubject.Other, ChecklistState.Open, "Laptop"),
            new(ChecklistSubject.Accommodation, ChecklistState.NotNeeded),
        ])).Succeeds();

        var kept = await scenario.ProjectManager.Get($"{scenario.Path}/checklist").Read<ChecklistDetail>();
        Assert.Equal(
            [
                new(ChecklistSubject.Transport, null, ChecklistState.Arranged, "Trein"),
                new(ChecklistSubject.Other, "Laptop", ChecklistState.Open, null),
                new(ChecklistSubject.Accommodation, null, ChecklistState.NotNeeded, null),
                new(ChecklistSubject.Placement, null, ChecklistState.Open, null),
                new ChecklistItemDetail(ChecklistSubject.Workplace, null, ChecklistState.Open, null),
            ],
            kept.Items);
    }

    private async Task<Scenario> ReportedAsync(bool confidential)
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var placement = await scenario.ProposeAndApproveAsync();
        scenario.MoveTimeTo(placement.Periods[0].From);
        await scenario.LogAsync(new DayRequest(placement.Periods[0].From, 480)).Succeeds();
        await scenario.WriteAndSubmitReportAsync(confidential);
        return scenario;
    }
}
