using Metropool.Assessment.Pages;
using Metropool.Assessment.Requirements;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Tests;

/// <summary>R39: "Waar sta ik?" says of each item what it is, since when it is met, and what there is to do.</summary>
public sealed class RequirementTests
{
    [Fact]
    public void R39_The_next_step_of_a_chapter_says_whether_it_can_be_written()
    {
        var builder = new AssessmentFileBuilder().CompleteModule(1);

        Assert.Equal("Schrijf dit hoofdstuk en lever het in.", ToDo(builder, "chapter-1"));
        Assert.Equal("Schrijf dit hoofdstuk na afloop van de module.", ToDo(builder, "chapter-2"));
        Assert.Equal("Schrijf dit hoofdstuk na je stage.", ToDo(builder, "chapter-5"));
    }

    [Fact]
    public void R39_A_requirement_that_is_met_shows_since_when()
    {
        var builder = new AssessmentFileBuilder().CompleteModule(1).WithChapter(1).SetAttendance();
        var written = builder.Now;
        builder.Now = builder.Now.AddDays(4);
        builder.WithPage(PageKind.Php);

        Assert.Equal((true, written, null), State(builder, "chapter-1"));
        Assert.Equal((true, builder.Now, null), State(builder, "php-submitted"));
        Assert.Equal((true, builder.File.Attendance!.ModuleOneSince, null), State(builder, "module-1-attended"));
    }

    [Fact]
    public void R39_A_requirement_that_is_not_met_shows_the_next_step() =>
        Assert.All(
            RequirementTable.Of(new AssessmentFileBuilder().File, new AssessmentFileBuilder().Progress),
            item => Assert.True(item is { Met: false, Since: null, ToDo.Length: > 0, Missing.Length: > 0 }, item.Code));

    [Fact]
    public void R39_The_next_step_of_a_booked_interview_names_the_day_in_Amsterdam()
    {
        var builder = new AssessmentFileBuilder();
        builder.BookInterview(InterviewKind.Development, new DateTimeOffset(2027, 6, 30, 22, 30, 0, TimeSpan.Zero));

        Assert.Equal("Het gesprek staat gepland op 01-07-2027.", ToDo(builder, "development-interview-1"));
    }

    [Fact]
    public void R38_The_final_interview_names_the_missing_feedback()
    {
        var builder = new AssessmentFileBuilder().SetInternship(completed => completed).WithPage(PageKind.Php);
        var final = builder.HoldInterview(InterviewKind.Final);
        Assert.Equal("Wacht op de feedback van de decaan en de opleidingsmanager.", ToDo(builder, "final-interview-held"));

        builder.File.GiveFeedback(final, builder.Dean, "Van de decaan.", builder.Now);

        Assert.Equal("Wacht op de feedback van de opleidingsmanager.", ToDo(builder, "final-interview-held"));
    }

    [Theory]
    [InlineData(AttendanceStatus.Met, "Woon de modules bij die nog komen: 2, 3, 4, 6, 7.")]
    [InlineData(AttendanceStatus.Compensated, "Woon de modules bij die nog komen: 2, 3, 4, 6, 7.")]
    [InlineData(AttendanceStatus.InProgress, "Woon de modules bij die nog komen: 2, 3, 4, 6, 7.")]
    [InlineData(AttendanceStatus.AtRisk, "Maak je inhaalopdracht, of wacht op het besluit over je afmelding.")]
    [InlineData(AttendanceStatus.Failed, "Aan de verplichting kan niet meer worden voldaan. Bespreek met de decaan hoe het verder gaat.")]
    [InlineData(AttendanceStatus.Unknown, "Woon de moduledagen bij.")]
    public void R21_The_table_shows_the_attendance_status(AttendanceStatus status, string toDo) =>
        Assert.Equal(toDo, ToDo(new AssessmentFileBuilder().CompleteModule(1).SetAttendance(status), "attendance-met"));

    [Fact]
    public void R39_An_attendance_that_is_not_evaluated_yet_is_missing()
    {
        var builder = AssessmentFileBuilder.Complete().SetAttendance(AttendanceStatus.InProgress);

        Assert.Equal(["attendance-met"], builder.Missing);
        Assert.Equal("Nog niet bekend. Wacht tot je aanwezigheid bij alle modules is verwerkt.", ToDo(builder, "attendance-met"));
        Assert.Contains(
            "(module 4)",
            ToDo(AssessmentFileBuilder.Complete().SetAttendance(AttendanceStatus.InProgress, true, 4), "attendance-met"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void R39_The_attendance_obligation_is_met_since_the_last_module_ended()
    {
        var builder = new AssessmentFileBuilder();
        foreach (var number in (int[])[1, 2, 3, 4, 6, 7])
        {
            builder.Now = builder.Now.AddDays(30);
            builder.CompleteModule(number).SetAttendance();
        }

        Assert.Equal((true, builder.Now, null), State(builder, "attendance-met"));
    }

    [Fact]
    public void R46_The_table_contains_no_text_of_the_participant()
    {
        var builder = new AssessmentFileBuilder().CompleteModule(1).WithChapter(1, "Iets heel persoonlijks.");

        Assert.DoesNotContain(
            RequirementTable.Of(builder.File, builder.Progress),
            item => $"{item.Label}{item.ToDo}{item.Missing}".Contains("persoonlijks", StringComparison.Ordinal));
    }

    private static string? ToDo(AssessmentFileBuilder builder, string code) => Item(builder, code).ToDo;

    private static (bool Met, DateTimeOffset? Since, string? ToDo) State(AssessmentFileBuilder builder, string code) =>
        (Item(builder, code).Met, Item(builder, code).Since, Item(builder, code).ToDo);

    private static Requirement Item(AssessmentFileBuilder builder, string code) =>
        RequirementTable.Of(builder.File, builder.Progress).Single(item => item.Code == code);
}
