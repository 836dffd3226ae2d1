using Metropool.Assessment.Pages;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Tests;

/// <summary>R34: learning plan and challenge; R37: the PHP.</summary>
public sealed class PageTests
{
    [Fact]
    public void R34_The_learning_plan_is_begun_in_module_one()
    {
        var record = Record.New().Becomes(ParticipationStatus.Placed);

        Assert.Equal("assessment.learning-plan-not-open", record.File.WritePage(PageKind.LearningPlan, "Te vroeg.", null, record.Now).Refusal?.Code);
        record.Becomes(ParticipationStatus.Active).WritesPage(PageKind.LearningPlan);
    }

    [Fact]
    public void R34_The_challenge_is_written_before_the_first_module_as_well() =>
        Assert.Single(Record.New().Becomes(ParticipationStatus.Placed).WritesPage(PageKind.Challenge).File.Pages);

    [Fact]
    public void R34_A_learning_plan_that_was_begun_goes_on_in_a_later_edition()
    {
        var record = Record.New().WritesPage(PageKind.LearningPlan, "Begonnen.").Becomes(ParticipationStatus.Placed);

        record.WritesPage(PageKind.LearningPlan, "Verder.");

        Assert.Equal(2, record.File.Pages.Single().Versions.Count);
    }

    [Theory]
    [InlineData("LearningPlan")]
    [InlineData("Challenge")]
    public void R34_Every_text_stays_as_a_version_and_the_last_can_say_how_it_is_kept_going(string kind)
    {
        var page = Enum.Parse<PageKind>(kind);
        var record = Record.New().WritesPage(page, "Aan het begin.").WritesPage(page, "Aan het begin.").WritesPage(page, "Aan het eind.", "Elke maand een wandeling door de wijk.");

        var versions = record.File.Pages.Single().Versions;
        Assert.Equal(["Aan het begin.", "Aan het eind."], versions.Select(version => version.Text));
        Assert.Equal("Elke maand een wandeling door de wijk.", versions[^1].KeepGoing);
    }

    [Fact]
    public void A_page_without_text_is_refused() => Assert.Equal("assessment.text-empty", Record.New().File.WritePage(PageKind.Php, " ", null, default).Refusal?.Code);

    [Fact]
    public void R37_The_PHP_can_be_replaced_until_the_final_interview_freezes_it()
    {
        var record = Record.New().Internship(completed => completed).WritesPage(PageKind.Php, "Opzet.");
        record.Holds(InterviewKind.Development);
        record.Now = record.Now.AddDays(1);
        record.WritesPage(PageKind.Php, "Uitgangspunt.");
        var final = record.Holds(InterviewKind.Final);
        record.Now = record.Now.AddDays(1);

        record.WritesPage(PageKind.Php, "Naderhand.");

        Assert.Equal(["Uitgangspunt.", "Naderhand."], record.File.Pages.Single().Versions.Select(version => version.Text));
        Assert.Equal(1, record.File.Held.Single(held => held.InterviewId == final).PhpVersion);
    }
}
