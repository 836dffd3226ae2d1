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
    public void R36_A_development_interview_is_held_by_dean_and_trainer_and_recorded_by_one_of_them()
    {
        var record = Record.New();

        var held = record.RecordHeld(record.Books(InterviewKind.Development), record.Trainer).Value;

        Assert.IsType<DevelopmentInterviewHeld>(held);
        Assert.Equal(record.File.Held.Select(h => h.InterviewId), held.InterviewsHeld);
    }

    [Theory]
    [InlineData(TeamPart.Dean, TeamPart.ProgrammeManager)]
    [InlineData(TeamPart.Trainer, TeamPart.ProgrammeManager)]
    public void R36_Without_dean_or_trainer_it_is_no_development_interview(TeamPart one, TeamPart other)
    {
        var record = Record.New();
        var me = Some.Id();

        Assert.Equal("assessment.panel-incomplete", record.RecordHeld(record.Books(InterviewKind.Development, panel: [(one, me), (other, Some.Id())]), me).Refusal?.Code);
    }

    [Fact]
    public void R36_One_person_in_two_parts_is_not_two_people()
    {
        var record = Record.New();

        Assert.Equal(
            "assessment.panel-incomplete",
            record.RecordHeld(record.Books(InterviewKind.Development, panel: [(TeamPart.Dean, record.Dean), (TeamPart.Trainer, record.Dean)])).Refusal?.Code);
    }

    [Fact]
    public void R36_There_are_two_development_interviews()
    {
        var record = Record.New();
        record.Holds(InterviewKind.Development);
        Assert.Contains(RequirementCodes.SecondDevelopmentInterview, record.Missing);
        record.Holds(InterviewKind.Development);

        Assert.DoesNotContain(RequirementCodes.SecondDevelopmentInterview, record.Missing);
        Assert.Equal("assessment.development-interviews-complete", record.RecordHeld(record.Books(InterviewKind.Development)).Refusal?.Code);
    }

    [Fact]
    public void R36_An_interview_is_recorded_once_it_has_begun()
    {
        var record = Record.New();
        var interview = record.Books(InterviewKind.Development, record.Now.AddMinutes(1));

        Assert.Equal("assessment.interview-not-begun", record.RecordHeld(interview).Refusal?.Code);
        record.Now = record.Now.AddMinutes(1);
        Assert.Null(record.RecordHeld(interview).Refusal);
    }

    [Fact]
    public void R36_An_interview_is_recorded_once()
    {
        var record = Record.New();

        Assert.Equal("assessment.interview-already-held", record.RecordHeld(record.Holds(InterviewKind.Development)).Refusal?.Code);
    }

    [Theory]
    [InlineData(InterviewStatus.Cancelled)]
    [InlineData(InterviewStatus.Missed)]
    public void R36_An_interview_that_was_cancelled_or_missed_was_not_held(InterviewStatus status)
    {
        var record = Record.New();

        Assert.Equal("assessment.interview-not-booked", record.RecordHeld(record.Books(InterviewKind.Development, status: status)).Refusal?.Code);
    }

    [Fact]
    public void R36_Only_who_is_booked_records_an_interview_also_where_they_are_the_dean_today()
    {
        var record = Record.New();
        var interview = record.Books(InterviewKind.Development, panel: [(TeamPart.Dean, Some.Id()), (TeamPart.Trainer, record.Trainer)]);

        Assert.Equal("assessment.not-in-panel", record.RecordHeld(interview, record.Dean).Refusal?.Code);
        Assert.Equal("assessment.interview-unknown", record.RecordHeld(Some.Id()).Refusal?.Code);
    }

    [Fact]
    public void R5_Nobody_holds_an_interview_with_themselves()
    {
        var record = Record.New();
        var interview = record.Books(InterviewKind.Development, panel: [(TeamPart.Dean, record.Participant), (TeamPart.Trainer, record.Trainer)]);

        Assert.Equal("assessment.own-file", record.RecordHeld(interview, record.Participant).Refusal?.Code);
    }

    [Theory]
    [InlineData(ParticipationStatus.Paused, "assessment.participation-paused")]
    [InlineData(ParticipationStatus.Ended, "assessment.participation-ended")]
    public void R16_No_interview_is_held_while_the_participation_is_paused_or_after_it_ended(ParticipationStatus status, string code)
    {
        var record = Record.New();
        var interview = record.Books(InterviewKind.Development);

        Assert.Equal(code, record.Becomes(status).RecordHeld(interview).Refusal?.Code);
    }

    [Theory]
    [InlineData(false, false, "internship-report-submitted, php-submitted")]
    [InlineData(true, false, "php-submitted")]
    [InlineData(false, true, "internship-report-submitted")]
    public void R37_The_final_interview_cannot_be_held_without_report_and_PHP(bool report, bool php, string missing)
    {
        var record = Record.New().Internship(internship => internship with { ReportSubmittedAt = report ? internship.ReportSubmittedAt : null });
        if (php)
        {
            record.WritesPage(PageKind.Php);
        }

        var refusal = record.RecordHeld(record.Books(InterviewKind.Final)).Refusal;

        Assert.Equal("assessment.final-interview-needs", refusal?.Code);
        Assert.Equal(missing, string.Join(", ", refusal!.Faults.Select(fault => fault.Where)));
    }

    [Theory]
    [InlineData(RequirementCodes.InternshipReport)]
    [InlineData(RequirementCodes.Php)]
    public void R37_What_is_handed_in_after_the_final_interview_was_not_its_starting_point(string late)
    {
        var record = Record.New();
        var interview = record.Books(InterviewKind.Final);
        if (late != RequirementCodes.Php)
        {
            record.WritesPage(PageKind.Php);
        }

        record.Now = record.Now.AddDays(4);
        record.Internship(internship => internship with { ReportSubmittedAt = late == RequirementCodes.InternshipReport ? record.Now : internship.ReportSubmittedAt });
        record.WritesPage(PageKind.Php);

        var refusal = record.RecordHeld(interview).Refusal;

        Assert.Equal("assessment.final-interview-needs", refusal?.Code);
        Assert.Equal([late], refusal!.Faults.Select(fault => fault.Where));
        Assert.Null(record.RecordHeld(record.Books(InterviewKind.Final)).Refusal);
    }

    [Fact]
    public void R37_A_PHP_that_comes_in_during_the_final_interview_is_its_starting_point_whatever_is_written_later()
    {
        var record = Record.New().Internship(completed => completed);
        var interview = record.Books(InterviewKind.Final);
        record.Now = record.Now.AddMinutes(10);
        record.WritesPage(PageKind.Php, "In het gesprek.");
        record.Now = record.Now.AddDays(1);
        record.WritesPage(PageKind.Php, "Achteraf.");

        Assert.Null(record.RecordHeld(interview).Refusal);

        var frozen = record.File.Pages.Single().Versions.Single(version => version.FrozenAt is not null);
        Assert.Equal((record.File.Held.Single().PhpVersion, "In het gesprek."), (frozen.Number, frozen.Text));
    }

    [Fact]
    public void R37_The_final_interview_is_held_by_dean_and_programme_manager_with_the_logbook_as_input()
    {
        var record = Record.New().Completes(1).Writes(1).Internship(completed => completed).WritesPage(PageKind.Php);
        var withTrainer = record.Books(InterviewKind.Final, panel: [(TeamPart.Dean, record.Dean), (TeamPart.Trainer, record.Trainer)]);

        Assert.Equal("assessment.panel-incomplete", record.RecordHeld(withTrainer).Refusal?.Code);
        Assert.IsType<FinalInterviewHeld>(record.RecordHeld(record.Books(InterviewKind.Final)).Value);
        Assert.Equal(1, Assert.Single(record.File.Held.Single().Logbook).ModuleNumber);
        Assert.Equal("assessment.final-interview-already-held", record.RecordHeld(record.Books(InterviewKind.Final)).Refusal?.Code);
    }

    [Fact]
    public void R38_The_final_interview_counts_when_both_have_given_their_feedback()
    {
        var record = Record.New().Internship(completed => completed).WritesPage(PageKind.Php);
        var final = record.Holds(InterviewKind.Final);
        Assert.Contains(RequirementCodes.FinalInterview, record.Missing);

        Assert.Null(record.File.GiveFeedback(final, record.Dean, "Van de decaan.", record.Now).Refusal);
        Assert.Contains(RequirementCodes.FinalInterview, record.Missing);
        Assert.Null(record.File.GiveFeedback(final, record.ProgrammeManager, "Van de opleidingsmanager.", record.Now).Refusal);

        Assert.DoesNotContain(RequirementCodes.FinalInterview, record.Missing);
    }

    [Fact]
    public void R38_Feedback_is_given_once_by_each_of_the_panel_after_the_interview()
    {
        var record = Record.New();
        var interview = record.Books(InterviewKind.Development);

        Assert.Equal("assessment.interview-not-held", record.File.GiveFeedback(interview, record.Dean, "Te vroeg.", record.Now).Refusal?.Code);
        Assert.Null(record.RecordHeld(interview, record.Dean, "Meteen erbij.").Refusal);
        Assert.Equal("assessment.feedback-already-given", record.File.GiveFeedback(interview, record.Dean, "Nog eens.", record.Now).Refusal?.Code);
        Assert.Equal("assessment.feedback-empty", record.File.GiveFeedback(interview, record.Trainer, " ", record.Now).Refusal?.Code);
        Assert.Equal("assessment.not-in-panel", record.File.GiveFeedback(interview, record.ProgrammeManager, "Was er niet bij.", record.Now).Refusal?.Code);
        Assert.Null(record.File.GiveFeedback(interview, record.Trainer, "Van de trainer.", record.Now).Refusal);
    }

    [Fact]
    public void R5_A_deputy_in_the_panel_counts_and_is_named()
    {
        var record = Record.New();
        var deputy = Some.TeamRole(TeamPart.Dean, deputy: true);
        record.File.Learn(Some.Interview(InterviewKind.Development, record.Edition.Id, record.Participant, [deputy, Some.TeamRole(TeamPart.Trainer)], participationId: record.File.ParticipationId));

        Assert.Null(record.RecordHeld(record.File.Interviews.Single().Id, deputy.PersonId).Refusal);
        Assert.True(record.File.Held.Single().Panel.Single(seat => seat.PersonId == deputy.PersonId).Deputy);
    }
}
