using Metropool.Assessment.Pages;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Tests;

/// <summary>R34: learning plan and challenge; R37: the PHP.</summary>
public sealed class PageTests
{
    [Fact]
    public void R34_The_learning_plan_is_begun_in_module_one()
    {
        var builder = new AssessmentFileBuilder().SetStatus(ParticipationStatus.Placed);

        Assert.Equal("assessment.learning-plan-not-open", builder.File.WritePage(PageKind.LearningPlan, "Te vroeg.", null, builder.Now)?.Code);
        builder.SetStatus(ParticipationStatus.Active).WithPage(PageKind.LearningPlan);
    }

    [Fact]
    public void R34_The_challenge_can_be_written_before_the_first_module() =>
        Assert.Single(new AssessmentFileBuilder().SetStatus(ParticipationStatus.Placed).WithPage(PageKind.Challenge).File.Pages);

    [Fact]
    public void R34_A_learning_plan_can_be_continued_in_a_later_edition()
    {
        var builder = new AssessmentFileBuilder().WithPage(PageKind.LearningPlan, "Begonnen.").SetStatus(ParticipationStatus.Placed);

        builder.WithPage(PageKind.LearningPlan, "Verder.");

        Assert.Equal(2, builder.File.Pages.Single().Versions.Count);
    }

    [Theory]
    [InlineData("LearningPlan")]
    [InlineData("Challenge")]
    public void R34_Every_text_is_kept_as_a_version_and_the_last_can_say_how_it_is_kept_going(string kind)
    {
        var page = Enum.Parse<PageKind>(kind);
        var builder = new AssessmentFileBuilder()
            .WithPage(page, "Aan het begin.")
            .WithPage(page, "Aan het begin.")
            .WithPage(page, "Aan het eind.", "Elke maand een wandeling door de wijk.");

        var versions = builder.File.Pages.Single().Versions;
        Assert.Equal(["Aan het begin.", "Aan het eind."], versions.Select(version => version.Text));
        Assert.Equal("Elke maand een wandeling door de wijk.", versions[^1].KeepGoing);
    }

    [Fact]
    public void A_page_without_text_is_refused() =>
        Assert.Equal("assessment.text-empty", new AssessmentFileBuilder().File.WritePage(PageKind.Php, " ", null, default)?.Code);

    [Fact]
    public void R37_The_PHP_can_be_replaced_until_the_final_interview_freezes_it()
    {
        var builder = new AssessmentFileBuilder().SetInternship(completed => completed).WithPage(PageKind.Php, "Opzet.");
        builder.HoldInterview(InterviewKind.Development);
        builder.Now = builder.Now.AddDays(1);
        builder.WithPage(PageKind.Php, "Uitgangspunt.");
        var final = builder.HoldInterview(InterviewKind.Final);
        builder.Now = builder.Now.AddDays(1);

        builder.WithPage(PageKind.Php, "Naderhand.");

        Assert.Equal(["Uitgangspunt.", "Naderhand."], builder.File.Pages.Single().Versions.Select(version => version.Text));
        Assert.Equal(1, builder.File.Held.Single(held => held.InterviewId == final).PhpVersion);
    }
}
