using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using static Metropool.Internship.Tests.Rules.InternshipFileBuilder;

namespace Metropool.Internship.Tests.Rules;

/// <summary>R25 and R28: proposing, approving and changing a placement.</summary>
public sealed class PlacementTests
{
    [Fact]
    public void R28_All_missing_items_are_named_at_once()
    {
        var empty = Proposal(Host("Ontwikkelaar", HostKind.Other)) with { Motivation = " ", CognitiveGoal = null, PersonalGoal = "", ResearchQuestion = null };
        var refusal = new InternshipFileBuilder().WithProposal(empty).Approve();
        Assert.Equal("internship.preparation-incomplete", refusal.Refusal?.Code);
        Assert.Equal(
            [
                "internship.motivation-missing",
                "internship.cognitive-goal-missing",
                "internship.personal-goal-missing",
                "internship.research-question-missing",
                "internship.employment-history-missing",
                "internship.dispensation-needed",
            ],
            refusal.Codes());
    }

    [Theory]
    [InlineData("internship.cognitive-goal-missing")]
    [InlineData("internship.personal-goal-missing")]
    public void R28_Learning_goals_are_needed_on_both_learning_lines(string missing)
    {
        var proposal = missing.Contains("cognitive", StringComparison.Ordinal)
            ? Proposal() with { CognitiveGoal = null }
            : Proposal() with { PersonalGoal = null };
        Assert.Equal([missing], new InternshipFileBuilder().WithEmploymentHistory().WithProposal(proposal).Approve().Codes());
    }

    [Fact]
    public void R28_An_internship_cannot_start_without_approval()
    {
        var builder = new InternshipFileBuilder().WithEmploymentHistory().WithProposal().MoveTo(Monday);
        Assert.Equal(["internship.not-approved"], builder.Log((Monday, 480)).Codes());
    }

    [Fact]
    public void R28_A_day_that_has_passed_cannot_be_approved()
    {
        var builder = new InternshipFileBuilder().WithEmploymentHistory().WithProposal().MoveTo(Monday.AddDays(1));
        Assert.Equal(["internship.start-without-approval"], builder.Approve().Codes());
        Assert.Null(builder.MoveTo(Monday).Approve().Refusal);
    }

    [Fact]
    public void R5_A_participant_cannot_approve_their_own_internship()
    {
        var builder = new InternshipFileBuilder().WithEmploymentHistory().WithProposal();
        var self = new Actor { PersonId = builder.File.PersonId, DisplayName = "Decaan", Role = TeamRole.Dean, Deputy = false };
        Assert.Equal("internship.conflict-of-interest", builder.File.Approve(builder.File.ProposedPlacement!.Id, self, [], builder.Rules).Refusal?.Code);
    }

    [Fact]
    public void An_approval_records_the_dean_or_the_deputy()
    {
        var builder = new InternshipFileBuilder().WithEmploymentHistory().WithProposal();
        var deputy = new Actor { PersonId = Guid.NewGuid(), DisplayName = "Waarnemend decaan", Role = TeamRole.Dean, Deputy = true };
        Assert.Equal(InternshipChange.Approved, builder.File.Approve(builder.File.ProposedPlacement!.Id, deputy, [], builder.Rules).Value.Change);
        Assert.Equal(deputy, builder.File.ApprovedPlacement?.DecidedBy);
        Assert.Equal(InternshipStatus.Approved, builder.File.Status);
    }

    [Fact]
    public void R25_Too_little_time_is_refused_at_the_proposal_and_nothing_changes()
    {
        var builder = new InternshipFileBuilder();
        var before = builder.File.Version;
        Assert.Equal(["internship.too-few-weeks", "internship.too-few-hours"], builder.Propose(Proposal(periods: Weeks(3))).Codes());
        Assert.Empty(builder.File.Placements);
        Assert.Equal((before, InternshipStatus.Open), (builder.File.Version, builder.File.Status));
    }

    [Fact]
    public void R25_A_plan_with_days_that_are_too_long_is_refused() =>
        Assert.Equal(
            ["internship.day-too-long"],
            new InternshipFileBuilder()
                .Propose(Proposal(
                    periods: Period(Monday, Monday.AddDays(27), 40, DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday)))
                .Codes());

    [Fact]
    public void R25_A_split_internship_needs_the_deans_agreement() =>
        NeedsAgreement(PlacementWarning.Split, Weeks(2), Weeks(2, from: Monday.AddDays(21)));

    [Fact]
    public void R25_A_part_time_internship_needs_the_deans_agreement() =>
        NeedsAgreement(PlacementWarning.PartTime, Weeks(5, 32));

    [Fact]
    public void R25_An_internship_over_many_weeks_needs_the_deans_agreement() =>
        NeedsAgreement(PlacementWarning.Longer, Weeks(7));

    [Fact]
    public void R25_The_limits_for_agreement_are_settings()
    {
        var builder = new InternshipFileBuilder { Settings = new InternshipSettings { FullTimeHoursPerWeek = 32, WeeksWithoutAgreement = 8 } };
        builder.WithEmploymentHistory().WithProposal(Proposal(periods: Weeks(7, 32)));
        Assert.Empty(builder.File.ProposedPlacement!.Warnings(builder.Settings));
    }

    [Fact]
    public void R25_A_weekend_and_a_holiday_between_two_periods_do_not_split_an_internship()
    {
        // Easter Monday 2027 is 29 March.
        var first = Period(new DateOnly(2027, 3, 15), new DateOnly(2027, 3, 26));
        var second = Period(new DateOnly(2027, 3, 30), new DateOnly(2027, 4, 13));
        var builder = new InternshipFileBuilder().WithEmploymentHistory().WithProposal(Proposal(periods: [first, second]));
        Assert.Empty(builder.File.ProposedPlacement!.Warnings(builder.Settings));
    }

    [Fact]
    public void A_second_proposal_has_to_change_the_first() =>
        Assert.Equal(["internship.placement-exists"], new InternshipFileBuilder().WithProposal().Propose(Proposal()).Codes());

    [Fact]
    public void A_change_replaces_the_proposal()
    {
        var builder = new InternshipFileBuilder().WithProposal();
        Assert.Null(builder.Change(Proposal(Host("Waterschap Voorbeeld"))).Refusal);
        Assert.Equal("Waterschap Voorbeeld", Assert.Single(builder.File.Placements).Host.Name);
    }

    [Fact]
    public void A_returned_proposal_is_kept_next_to_the_new_one()
    {
        var builder = new InternshipFileBuilder().WithEmploymentHistory().WithProposal();
        var returned = builder.File.ReturnPlacement(builder.File.ProposedPlacement!.Id, Dean, "Te dicht bij je werk", builder.Now).Value;
        Assert.Equal(InternshipStatus.Open, returned.Status);
        Assert.Equal(InternshipStatus.Proposed, builder.Change(Proposal(Host("Waterschap Voorbeeld"))).Value.Status);
        Assert.Equal([PlacementStatus.Returned, PlacementStatus.Proposed], builder.File.Placements.Select(p => p.Status));
        Assert.Equal("Te dicht bij je werk", builder.File.Placements[0].ReturnReason);
    }

    [Fact]
    public void An_approved_placement_is_valid_until_its_change_is_approved()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement();
        Assert.Null(builder.Change(Proposal(periods: Weeks(5))).Refusal);
        Assert.Equal(InternshipStatus.Approved, builder.File.Status);
        Assert.Null(builder.MoveTo(Monday).Log((Monday, 480)).Refusal);

        Assert.Null(builder.Approve().Refusal);
        Assert.Equal([PlacementStatus.Superseded, PlacementStatus.Approved], builder.File.Placements.Select(p => p.Status));
        Assert.Equal(InternshipStatus.Started, builder.File.Status);
    }

    [Fact]
    public void A_change_keeps_the_days_on_which_hours_were_logged()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement().MoveTo(Monday);
        Assert.Null(builder.Log((Monday, 480)).Refusal);
        builder.MoveTo(Monday.AddDays(1));
        var later = Proposal(periods: Weeks(4, from: Monday.AddDays(7)));
        Assert.Equal(["internship.logged-days-left-out"], builder.Change(later).Codes());
    }

    private static void NeedsAgreement(PlacementWarning warning, params IReadOnlyList<PlacementPeriod> periods)
    {
        var builder = new InternshipFileBuilder().WithEmploymentHistory().WithProposal(Proposal(periods: periods));
        Assert.Equal([warning], builder.File.ProposedPlacement!.Warnings(builder.Settings));
        Assert.Equal(["internship.dispensation-needed"], builder.Approve().Codes());
        Assert.Null(builder.Approve(warning).Refusal);
        Assert.Equal("Afgesproken", Assert.Single(builder.File.ApprovedPlacement!.Dispensations).Reason);
    }
}
