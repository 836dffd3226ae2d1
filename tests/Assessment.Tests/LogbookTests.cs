using Metropool.Assessment.Pages;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Tests;

/// <summary>R35: after every module a chapter.</summary>
public sealed class LogbookTests
{
    [Fact]
    public void R35_A_chapter_is_written_after_its_module()
    {
        var builder = new AssessmentFileBuilder();

        Assert.Equal("assessment.chapter-not-open", builder.SubmitChapter(1).Refusal?.Code);
        Assert.Equal([1], builder.CompleteModule(1).SubmitChapter(1).Value.ChaptersSubmitted);
    }

    [Fact]
    public void R16_The_chapter_of_a_module_attended_in_an_earlier_edition_can_be_written()
    {
        var builder = new AssessmentFileBuilder().TransferFromOtherEdition();
        Assert.Equal("assessment.chapter-not-open", builder.SubmitChapter(1).Refusal?.Code);

        builder.EvaluateModules(1);

        Assert.Equal([1], builder.SubmitChapter(1).Value.ChaptersSubmitted);
        Assert.Equal("assessment.chapter-not-open", builder.SubmitChapter(2).Refusal?.Code);
    }

    [Fact]
    public void R35_The_chapter_of_module_five_is_written_after_the_participants_own_internship()
    {
        var builder = new AssessmentFileBuilder().CompleteModule(1).CompleteModule(2).CompleteModule(3).CompleteModule(4).CompleteModule(6);

        Assert.Equal("assessment.chapter-not-open", builder.SubmitChapter(5).Refusal?.Code);
        builder.SetInternship(internship => internship with { CompletedAt = null });
        Assert.Equal("assessment.chapter-not-open", builder.SubmitChapter(5).Refusal?.Code);
        builder.SetInternship(internship => internship with { CompletedAt = builder.Now });
        Assert.Equal([5], builder.SubmitChapter(5).Value.ChaptersSubmitted);
    }

    [Fact]
    public void R35_Each_module_has_one_chapter()
    {
        Assert.Equal("assessment.chapter-unknown", new AssessmentFileBuilder().SubmitChapter(0).Refusal?.Code);
        Assert.Equal("assessment.chapter-unknown", new AssessmentFileBuilder().SubmitChapter(8).Refusal?.Code);
        Assert.Equal([7], new AssessmentFileBuilder().CompleteModule(7).SubmitChapter(7).Value.ChaptersSubmitted);
    }

    [Theory]
    [InlineData(null, "Een reflectie.", "insights")]
    [InlineData("Inzichten.", "  ", "reflection")]
    [InlineData("", null, "insights, reflection")]
    [InlineData("\u200B", "\u2800\u3164", "insights, reflection")]
    public void R35_A_chapter_needs_insights_and_a_reflection(string? insights, string? reflection, string missing)
    {
        var refusal = new AssessmentFileBuilder().CompleteModule(1).SubmitChapter(1, insights, reflection).Refusal;

        Assert.Equal("assessment.chapter-incomplete", refusal?.Code);
        Assert.Equal(missing, string.Join(", ", refusal!.Faults.Select(fault => fault.Where)));
    }

    [Fact]
    public void R35_A_chapter_can_be_replaced_until_an_interview_freezes_it()
    {
        var builder = new AssessmentFileBuilder().CompleteModule(1).WithChapter(1, "Eerste.").WithChapter(1, "Tweede.");

        var version = Assert.Single(builder.File.Chapters.Single().Versions);
        Assert.Equal("Tweede.", version.Insights);
    }

    [Fact]
    public void R35_After_an_interview_a_correction_is_a_new_version()
    {
        var builder = new AssessmentFileBuilder().CompleteModule(1).WithChapter(1, "Wat het gesprek zag.");
        builder.HoldInterview(InterviewKind.Development);
        builder.Now = builder.Now.AddDays(1);

        builder.WithChapter(1, "Verbeterd.").WithChapter(1, "Nog eens verbeterd.");

        var chapter = builder.File.Chapters.Single();
        Assert.Equal(["Wat het gesprek zag.", "Nog eens verbeterd."], chapter.Versions.Select(version => version.Insights));
        Assert.Equal("Nog eens verbeterd.", chapter.Current.Insights);
        Assert.Equal([true, false], chapter.Versions.Select(version => version.FrozenAt is not null));
    }

    [Fact]
    public void R35_A_changed_chapter_keeps_the_time_of_its_first_submission()
    {
        var builder = new AssessmentFileBuilder().CompleteModule(1).WithChapter(1);
        var first = builder.Now;
        builder.Now = first.AddDays(3);

        builder.WithChapter(1, "Later.");

        Assert.Equal(first, builder.File.Chapters.Single().SubmittedAt);
    }

    [Fact]
    public void R36_The_logbook_is_frozen_as_it_was_at_the_beginning_of_the_interview()
    {
        var builder = new AssessmentFileBuilder().CompleteModule(1).CompleteModule(2).WithChapter(1, "Voor het gesprek.");
        var interview = builder.BookInterview(InterviewKind.Development, builder.Now.AddHours(1));

        builder.Now = builder.Now.AddHours(3);
        builder.WithChapter(1, "Na het gesprek.").WithChapter(2, "Ook daarna.");
        Assert.Null(builder.RecordHeld(interview).Refusal);

        var input = Assert.Single(builder.File.Held.Single().Logbook);
        Assert.Equal((1, 1), (input.ModuleNumber, input.Version));
        Assert.Equal(["Voor het gesprek.", "Na het gesprek."], builder.File.Chapters[0].Versions.Select(version => version.Insights));
        builder.WithChapter(2, "Dit mag nog vervangen worden.");
        Assert.Single(builder.File.Chapters[^1].Versions);
    }

    [Fact]
    public void R36_A_missed_interview_freezes_nothing()
    {
        var builder = new AssessmentFileBuilder().CompleteModule(1).WithChapter(1, "Eerst.");
        builder.BookInterview(InterviewKind.Development, status: InterviewStatus.Missed);
        builder.Now = builder.Now.AddHours(1);

        builder.WithChapter(1, "Daarna.");

        Assert.Equal("Daarna.", Assert.Single(builder.File.Chapters.Single().Versions).Insights);
    }

    [Fact]
    public void R16_Nothing_can_be_written_after_the_participation_ended()
    {
        var builder = new AssessmentFileBuilder().CompleteModule(1).SetStatus(ParticipationStatus.Ended);

        Assert.Equal("assessment.participation-ended", builder.SubmitChapter(1).Refusal?.Code);
        Assert.Equal("assessment.participation-ended", builder.File.WritePage(PageKind.Challenge, "Tekst.", null, builder.Now)?.Code);
    }

    [Fact]
    public void R16_Chapters_can_be_written_during_a_pause() =>
        Assert.Null(new AssessmentFileBuilder().CompleteModule(1).SetStatus(ParticipationStatus.Paused).SubmitChapter(1).Refusal);
}
