using Metropool.Assessment.Pages;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Tests;

/// <summary>R35: after every module a chapter.</summary>
public sealed class LogbookTests
{
    [Fact]
    public void R35_A_chapter_is_written_after_its_module()
    {
        var record = Record.New();

        Assert.Equal("assessment.chapter-not-open", record.HandIn(1).Refusal?.Code);
        Assert.Equal([1], record.Completes(1).HandIn(1).Value.ChaptersSubmitted);
    }

    [Fact]
    public void R16_The_chapter_of_a_module_that_was_met_in_an_earlier_edition_can_be_written()
    {
        var record = Record.New().ComesFromAnotherEdition();
        Assert.Equal("assessment.chapter-not-open", record.HandIn(1).Refusal?.Code);

        record.Judges(1);

        Assert.Equal([1], record.HandIn(1).Value.ChaptersSubmitted);
        Assert.Equal("assessment.chapter-not-open", record.HandIn(2).Refusal?.Code);
    }

    [Fact]
    public void R35_The_chapter_of_module_five_is_written_after_the_participants_own_internship()
    {
        var record = Record.New().Completes(1).Completes(2).Completes(3).Completes(4).Completes(6);

        Assert.Equal("assessment.chapter-not-open", record.HandIn(5).Refusal?.Code);
        record.Internship(internship => internship with { CompletedAt = null });
        Assert.Equal("assessment.chapter-not-open", record.HandIn(5).Refusal?.Code);
        record.Internship(internship => internship with { CompletedAt = record.Now });
        Assert.Equal([5], record.HandIn(5).Value.ChaptersSubmitted);
    }

    [Fact]
    public void R35_There_is_a_chapter_for_each_module_and_no_other()
    {
        Assert.Equal("assessment.chapter-unknown", Record.New().HandIn(0).Refusal?.Code);
        Assert.Equal("assessment.chapter-unknown", Record.New().HandIn(8).Refusal?.Code);
        Assert.Equal([7], Record.New().Completes(7).HandIn(7).Value.ChaptersSubmitted);
    }

    [Theory]
    [InlineData(null, "Een reflectie.", "insights")]
    [InlineData("Inzichten.", "  ", "reflection")]
    [InlineData("", null, "insights, reflection")]
    [InlineData("\u200B", "\u2800\u3164", "insights, reflection")]
    public void R35_A_chapter_holds_insights_and_a_reflection(string? insights, string? reflection, string missing)
    {
        var refusal = Record.New().Completes(1).HandIn(1, insights, reflection).Refusal;

        Assert.Equal("assessment.chapter-incomplete", refusal?.Code);
        Assert.Equal(missing, string.Join(", ", refusal!.Faults.Select(fault => fault.Where)));
    }

    [Fact]
    public void R35_A_chapter_can_be_replaced_until_an_interview_freezes_it()
    {
        var record = Record.New().Completes(1).Writes(1, "Eerste.").Writes(1, "Tweede.");

        var version = Assert.Single(record.File.Chapters.Single().Versions);
        Assert.Equal("Tweede.", version.Insights);
    }

    [Fact]
    public void R35_After_an_interview_a_correction_is_a_new_version()
    {
        var record = Record.New().Completes(1).Writes(1, "Wat het gesprek zag.");
        record.Holds(InterviewKind.Development);
        record.Now = record.Now.AddDays(1);

        record.Writes(1, "Verbeterd.").Writes(1, "Nog eens verbeterd.");

        var chapter = record.File.Chapters.Single();
        Assert.Equal(["Wat het gesprek zag.", "Nog eens verbeterd."], chapter.Versions.Select(version => version.Insights));
        Assert.Equal("Nog eens verbeterd.", chapter.Current.Insights);
        Assert.Equal([true, false], chapter.Versions.Select(version => version.FrozenAt is not null));
    }

    [Fact]
    public void R35_A_chapter_first_handed_in_keeps_its_day()
    {
        var record = Record.New().Completes(1).Writes(1);
        var first = record.Now;
        record.Now = first.AddDays(3);

        record.Writes(1, "Later.");

        Assert.Equal(first, record.File.Chapters.Single().SubmittedAt);
    }

    [Fact]
    public void R36_The_logbook_is_frozen_as_it_stood_when_the_interview_began_also_where_that_is_recorded_later()
    {
        var record = Record.New().Completes(1).Completes(2).Writes(1, "Voor het gesprek.");
        var interview = record.Books(InterviewKind.Development, record.Now.AddHours(1));

        record.Now = record.Now.AddHours(3);
        record.Writes(1, "Na het gesprek.").Writes(2, "Ook daarna.");
        Assert.Null(record.RecordHeld(interview).Refusal);

        var input = Assert.Single(record.File.Held.Single().Logbook);
        Assert.Equal((1, 1), (input.ModuleNumber, input.Version));
        Assert.Equal(["Voor het gesprek.", "Na het gesprek."], record.File.Chapters[0].Versions.Select(version => version.Insights));
        record.Writes(2, "Dit mag nog vervangen worden.");
        Assert.Single(record.File.Chapters[^1].Versions);
    }

    [Fact]
    public void R36_An_interview_that_was_missed_freezes_nothing()
    {
        var record = Record.New().Completes(1).Writes(1, "Eerst.");
        record.Books(InterviewKind.Development, status: InterviewStatus.Missed);
        record.Now = record.Now.AddHours(1);

        record.Writes(1, "Daarna.");

        Assert.Equal("Daarna.", Assert.Single(record.File.Chapters.Single().Versions).Insights);
    }

    [Fact]
    public void R16_Nothing_more_is_written_after_the_participation_ended()
    {
        var record = Record.New().Completes(1).Becomes(ParticipationStatus.Ended);

        Assert.Equal("assessment.participation-ended", record.HandIn(1).Refusal?.Code);
        Assert.Equal("assessment.participation-ended", record.File.WritePage(PageKind.Challenge, "Tekst.", null, record.Now).Refusal?.Code);
    }

    [Fact]
    public void R16_Who_pauses_may_go_on_writing() => Assert.Null(Record.New().Completes(1).Becomes(ParticipationStatus.Paused).HandIn(1).Refusal);
}
