using Metropool.Assessment.Pages;
using Metropool.Assessment.Requirements;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Tests;

/// <summary>R39: "Waar sta ik?" says of each item what it is, since when it is met, and what there is to do.</summary>
public sealed class RequirementTests
{
    [Fact]
    public void R39_A_chapter_says_whether_it_can_be_written()
    {
        var record = Record.New().Completes(1);

        Assert.Equal("Schrijf dit hoofdstuk en lever het in.", ToDo(record, "chapter-1"));
        Assert.Equal("Schrijf dit hoofdstuk na afloop van de module.", ToDo(record, "chapter-2"));
        Assert.Equal("Schrijf dit hoofdstuk na je stage.", ToDo(record, "chapter-5"));
    }

    [Fact]
    public void R39_What_is_met_says_since_when_and_asks_nothing_more()
    {
        var record = Record.New().Completes(1).Writes(1).Attends();
        var written = record.Now;
        record.Now = record.Now.AddDays(4);
        record.WritesPage(PageKind.Php);

        Assert.Equal((true, written, null), State(record, "chapter-1"));
        Assert.Equal((true, record.Now, null), State(record, "php-submitted"));
        Assert.Equal((true, record.File.Attendance!.ModuleOneSince, null), State(record, "module-1-attended"));
    }

    [Fact]
    public void R39_What_is_not_met_says_what_there_is_to_do() =>
        Assert.All(RequirementTable.Of(Record.New().File, Record.New().Progress), item => Assert.True(item is { Met: false, Since: null, ToDo.Length: > 0, Missing.Length: > 0 }, item.Code));

    [Fact]
    public void R39_An_interview_that_is_planned_says_when_in_the_time_of_Amsterdam()
    {
        var record = Record.New();
        record.Books(InterviewKind.Development, new DateTimeOffset(2027, 6, 30, 22, 30, 0, TimeSpan.Zero));

        Assert.Equal("Het gesprek staat gepland op 01-07-2027.", ToDo(record, "development-interview-1"));
    }

    [Fact]
    public void R38_The_final_interview_says_whose_feedback_is_still_to_come()
    {
        var record = Record.New().Internship(completed => completed).WritesPage(PageKind.Php);
        var final = record.Holds(InterviewKind.Final);
        Assert.Equal("Wacht op de feedback van de decaan en de opleidingsmanager.", ToDo(record, "final-interview-held"));

        record.File.GiveFeedback(final, record.Dean, "Van de decaan.", record.Now);

        Assert.Equal("Wacht op de feedback van de opleidingsmanager.", ToDo(record, "final-interview-held"));
    }

    [Theory]
    [InlineData(AttendanceStanding.Met, "Woon de modules bij die nog komen: 2, 3, 4, 6, 7.")]
    [InlineData(AttendanceStanding.MadeGood, "Woon de modules bij die nog komen: 2, 3, 4, 6, 7.")]
    [InlineData(AttendanceStanding.NotYet, "Woon de modules bij die nog komen: 2, 3, 4, 6, 7.")]
    [InlineData(AttendanceStanding.AtRisk, "Maak je inhaalopdracht, of wacht op het besluit over je afmelding.")]
    [InlineData(AttendanceStanding.Broken, "Aan de verplichting kan niet meer worden voldaan. Bespreek met de decaan hoe het verder gaat.")]
    [InlineData(AttendanceStanding.Unknown, "Woon de moduledagen bij.")]
    public void R21_The_table_says_how_the_attendance_obligation_stands(AttendanceStanding standing, string toDo) =>
        Assert.Equal(toDo, ToDo(Record.New().Completes(1).Attends(standing), "attendance-met"));

    [Fact]
    public void R39_An_attendance_obligation_that_is_not_met_yet_is_missing_with_an_explanation_of_its_own()
    {
        var record = Record.Everything().Attends(AttendanceStanding.NotYet);

        Assert.Equal(["attendance-met"], record.Missing);
        Assert.Equal("Nog niet bekend. Wacht tot je aanwezigheid bij alle modules is verwerkt.", ToDo(record, "attendance-met"));
        Assert.Contains("(module 4)", ToDo(Record.Everything().Attends(AttendanceStanding.NotYet, true, 4), "attendance-met"), StringComparison.Ordinal);
    }

    [Fact]
    public void R39_It_is_met_since_the_last_module_was_over()
    {
        var record = Record.New().Attends();
        foreach (var number in (int[])[1, 2, 3, 4, 6, 7])
        {
            record.Now = record.Now.AddDays(30);
            record.Completes(number);
        }

        Assert.Equal((true, record.Now, null), State(record, "attendance-met"));
    }

    [Fact]
    public void R46_No_sentence_of_the_table_says_what_anybody_wrote()
    {
        var record = Record.New().Completes(1).Writes(1, "Iets heel persoonlijks.");

        Assert.DoesNotContain(RequirementTable.Of(record.File, record.Progress), item => $"{item.Label}{item.ToDo}{item.Missing}".Contains("persoonlijks", StringComparison.Ordinal));
    }

    private static string? ToDo(Record record, string code) => Item(record, code).ToDo;

    private static (bool Met, DateTimeOffset? Since, string? ToDo) State(Record record, string code) => (Item(record, code).Met, Item(record, code).Since, Item(record, code).ToDo);

    private static Requirement Item(Record record, string code) => RequirementTable.Of(record.File, record.Progress).Single(item => item.Code == code);
}
