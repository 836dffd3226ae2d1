using Metropool.Assessment.Pages;
using Metropool.Assessment.Requirements;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>R36 to R38: the development interviews and the final one.</summary>
public sealed class InterviewTests
{
    [Fact]
    public void R36_A_development_interview_is_held_by_the_dean_and_a_trainer_and_recorded_by_one_of_them()
    {
        var builder = new AssessmentFileBuilder();

        var held = builder.RecordHeld(builder.BookInterview(InterviewKind.Development), builder.Trainer).Value;

        Assert.Equal(AssessmentChange.DevelopmentInterviewHeld, held.Change);
        Assert.Equal(builder.File.Held.Select(h => h.InterviewId), held.InterviewsHeld);
    }

    [Theory]
    [InlineData(TeamRole.Dean, TeamRole.ProgrammeManager)]
    [InlineData(TeamRole.Trainer, TeamRole.ProgrammeManager)]
    public void R36_A_development_interview_needs_the_dean_and_a_trainer(TeamRole one, TeamRole other)
    {
        var builder = new AssessmentFileBuilder();
        var me = Some.Id();

        Assert.Equal(
            "assessment.panel-incomplete",
            builder.RecordHeld(builder.BookInterview(InterviewKind.Development, panel: [(one, me), (other, Some.Id())]), me).Refusal?.Code);
    }

    [Fact]
    public void R36_One_person_with_two_roles_is_not_a_panel_of_two()
    {
        var builder = new AssessmentFileBuilder();

        Assert.Equal(
            "assessment.panel-incomplete",
            builder.RecordHeld(builder.BookInterview(InterviewKind.Development, panel: [(TeamRole.Dean, builder.Dean), (TeamRole.Trainer, builder.Dean)]))
                .Refusal?.Code);
    }

    [Fact]
    public void R36_There_are_two_development_interviews()
    {
        var builder = new AssessmentFileBuilder();
        builder.HoldInterview(InterviewKind.Development);
        Assert.Contains(RequirementCodes.SecondDevelopmentInterview, builder.Missing);
        builder.HoldInterview(InterviewKind.Development);

        Assert.DoesNotContain(RequirementCodes.SecondDevelopmentInterview, builder.Missing);
        Assert.Equal("assessment.development-interviews-complete", builder.RecordHeld(builder.BookInterview(InterviewKind.Development)).Refusal?.Code);
    }

    [Fact]
    public void R36_An_interview_is_recorded_once_it_has_begun()
    {
        var builder = new AssessmentFileBuilder();
        var interview = builder.BookInterview(InterviewKind.Development, builder.Now.AddMinutes(1));

        Assert.Equal("assessment.interview-not-begun", builder.RecordHeld(interview).Refusal?.Code);
        builder.Now = builder.Now.AddMinutes(1);
        Assert.Null(builder.RecordHeld(interview).Refusal);
    }

    [Fact]
    public void R36_An_interview_is_recorded_once()
    {
        var builder = new AssessmentFileBuilder();

        Assert.Equal("assessment.interview-already-held", builder.RecordHeld(builder.HoldInterview(InterviewKind.Development)).Refusal?.Code);
    }

    [Theory]
    [InlineData(InterviewStatus.Cancelled)]
    [InlineData(InterviewStatus.Missed)]
    public void R36_A_cancelled_or_missed_interview_cannot_be_recorded_as_held(InterviewStatus status)
    {
        var builder = new AssessmentFileBuilder();

        Assert.Equal("assessment.interview-not-booked", builder.RecordHeld(builder.BookInterview(InterviewKind.Development, status: status)).Refusal?.Code);
    }

    [Fact]
    public void R36_Only_the_booked_panel_can_record_an_interview_as_held()
    {
        var builder = new AssessmentFileBuilder();
        var interview = builder.BookInterview(InterviewKind.Development, panel: [(TeamRole.Dean, Some.Id()), (TeamRole.Trainer, builder.Trainer)]);

        Assert.Equal("assessment.not-in-panel", builder.RecordHeld(interview, builder.Dean).Refusal?.Code);
        Assert.Equal("assessment.interview-unknown", builder.RecordHeld(Some.Id()).Refusal?.Code);
    }

    [Fact]
    public void R5_A_participant_cannot_record_their_own_interview()
    {
        var builder = new AssessmentFileBuilder();
        var interview = builder.BookInterview(InterviewKind.Development, panel: [(TeamRole.Dean, builder.Participant), (TeamRole.Trainer, builder.Trainer)]);

        Assert.Equal("assessment.conflict-of-interest", builder.RecordHeld(interview, builder.Participant).Refusal?.Code);
    }

    [Theory]
    [InlineData(ParticipationStatus.Paused, "assessment.participation-paused")]
    [InlineData(ParticipationStatus.Ended, "assessment.participation-ended")]
    public void R16_No_interview_is_held_while_the_participation_is_paused_or_after_it_ended(ParticipationStatus status, string code)
    {
        var builder = new AssessmentFileBuilder();
        var interview = builder.BookInterview(InterviewKind.Development);

        Assert.Equal(code, builder.SetStatus(status).RecordHeld(interview).Refusal?.Code);
    }

    [Theory]
    [InlineData(false, false, "internship-report-submitted, php-submitted")]
    [InlineData(true, false, "php-submitted")]
    [InlineData(false, true, "internship-report-submitted")]
    public void R37_The_final_interview_cannot_be_held_without_report_and_PHP(bool report, bool php, string missing)
    {
        var builder = new AssessmentFileBuilder().SetInternship(
            internship => internship with { ReportSubmittedAt = report ? internship.ReportSubmittedAt : null });
        if (php)
        {
            builder.WithPage(PageKind.Php);
        }

        var refusal = builder.RecordHeld(builder.BookInterview(InterviewKind.Final)).Refusal;

        Assert.Equal("assessment.final-interview-needs", refusal?.Code);
        Assert.Equal(missing, string.Join(", ", refusal!.Faults.Select(fault => fault.Where)));
    }

    [Theory]
    [InlineData(RequirementCodes.InternshipReport)]
    [InlineData(RequirementCodes.Php)]
    public void R37_A_text_that_is_submitted_after_the_final_interview_is_not_its_input(string late)
    {
        var builder = new AssessmentFileBuilder();
        var interview = builder.BookInterview(InterviewKind.Final);
        if (late != RequirementCodes.Php)
        {
            builder.WithPage(PageKind.Php);
        }

        builder.Now = builder.Now.AddDays(4);
        builder.SetInternship(
            internship => internship with { ReportSubmittedAt = late == RequirementCodes.InternshipReport ? builder.Now : internship.ReportSubmittedAt });
        builder.WithPage(PageKind.Php);

        var refusal = builder.RecordHeld(interview).Refusal;

        Assert.Equal("assessment.final-interview-needs", refusal?.Code);
        Assert.Equal([late], refusal!.Faults.Select(fault => fault.Where));
        Assert.Null(builder.RecordHeld(builder.BookInterview(InterviewKind.Final)).Refusal);
    }

    [Fact]
    public void R37_A_PHP_that_is_submitted_during_the_final_interview_is_its_input()
    {
        var builder = new AssessmentFileBuilder().SetInternship(completed => completed);
        var interview = builder.BookInterview(InterviewKind.Final);
        builder.Now = builder.Now.AddMinutes(10);
        builder.WithPage(PageKind.Php, "In het gesprek.");
        builder.Now = builder.Now.AddDays(1);
        builder.WithPage(PageKind.Php, "Achteraf.");

        Assert.Null(builder.RecordHeld(interview).Refusal);

        var frozen = builder.File.Pages.Single().Versions.Single(version => version.FrozenAt is not null);
        Assert.Equal((builder.File.Held.Single().PhpVersion, "In het gesprek."), (frozen.Number, frozen.Text));
    }

    [Fact]
    public void R37_The_final_interview_is_held_by_dean_and_programme_manager_with_the_logbook_as_input()
    {
        var builder = new AssessmentFileBuilder().CompleteModule(1).WithChapter(1).SetInternship(completed => completed).WithPage(PageKind.Php);
        var withTrainer = builder.BookInterview(InterviewKind.Final, panel: [(TeamRole.Dean, builder.Dean), (TeamRole.Trainer, builder.Trainer)]);

        Assert.Equal("assessment.panel-incomplete", builder.RecordHeld(withTrainer).Refusal?.Code);
        Assert.Equal(AssessmentChange.FinalInterviewHeld, builder.RecordHeld(builder.BookInterview(InterviewKind.Final)).Value.Change);
        Assert.Equal(1, Assert.Single(builder.File.Held.Single().Logbook).ModuleNumber);
        Assert.Equal("assessment.final-interview-already-held", builder.RecordHeld(builder.BookInterview(InterviewKind.Final)).Refusal?.Code);
    }

    [Fact]
    public void R38_The_final_interview_counts_once_both_panel_members_have_given_feedback()
    {
        var builder = new AssessmentFileBuilder().SetInternship(completed => completed).WithPage(PageKind.Php);
        var final = builder.HoldInterview(InterviewKind.Final);
        Assert.Contains(RequirementCodes.FinalInterview, builder.Missing);

        Assert.Null(builder.File.GiveFeedback(final, builder.Dean, "Van de decaan.", builder.Now));
        Assert.Contains(RequirementCodes.FinalInterview, builder.Missing);
        Assert.Null(builder.File.GiveFeedback(final, builder.ProgrammeManager, "Van de opleidingsmanager.", builder.Now));

        Assert.DoesNotContain(RequirementCodes.FinalInterview, builder.Missing);
    }

    [Fact]
    public void R38_Each_panel_member_gives_feedback_once_after_the_interview()
    {
        var builder = new AssessmentFileBuilder();
        var interview = builder.BookInterview(InterviewKind.Development);

        Assert.Equal("assessment.interview-not-held", builder.File.GiveFeedback(interview, builder.Dean, "Te vroeg.", builder.Now)?.Code);
        Assert.Null(builder.RecordHeld(interview, builder.Dean, "Meteen erbij.").Refusal);
        Assert.Equal("assessment.feedback-already-given", builder.File.GiveFeedback(interview, builder.Dean, "Nog eens.", builder.Now)?.Code);
        Assert.Equal("assessment.feedback-empty", builder.File.GiveFeedback(interview, builder.Trainer, " ", builder.Now)?.Code);
        Assert.Equal("assessment.not-in-panel", builder.File.GiveFeedback(interview, builder.ProgrammeManager, "Was er niet bij.", builder.Now)?.Code);
        Assert.Null(builder.File.GiveFeedback(interview, builder.Trainer, "Van de trainer.", builder.Now));
    }

    [Fact]
    public void R5_A_deputy_on_the_panel_counts_and_is_marked()
    {
        var builder = new AssessmentFileBuilder();
        var deputy = Some.TeamMember(TeamRole.Dean, deputy: true);
        builder.File.Apply(builder.Interview(InterviewKind.Development, [deputy, Some.TeamMember(TeamRole.Trainer)]));

        Assert.Null(builder.RecordHeld(builder.File.Interviews.Single().Id, deputy.PersonId).Refusal);
        Assert.True(builder.File.Held.Single().Panel.Single(seat => seat.PersonId == deputy.PersonId).Deputy);
    }
}
