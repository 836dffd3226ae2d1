using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Internship.Placements;

namespace Metropool.Internship.Tests.Rules;

/// <summary>R25 and R28: proposing, approving and changing a placement.</summary>
public sealed class PlacementTests
{
    private static readonly DateOnly Monday = Dossier.Monday;

    [Fact]
    public void R28_Everything_that_is_missing_is_named_at_once()
    {
        var empty = Dossier.Proposal(Dossier.Host("Ontwikkelaar", HostKind.Other)) with { Motivation = " ", CognitiveGoal = null, PersonalGoal = "", ResearchQuestion = null };
        var refusal = new Dossier().Proposed(empty).Approve();
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
            ? Dossier.Proposal() with { CognitiveGoal = null }
            : Dossier.Proposal() with { PersonalGoal = null };
        Assert.Equal([missing], new Dossier().Stated().Proposed(proposal).Approve().Codes());
    }

    [Fact]
    public void R28_Without_approval_there_is_no_start()
    {
        var dossier = new Dossier().Stated().Proposed().On(Monday);
        Assert.Equal(["internship.not-approved"], dossier.Log((Monday, 480)).Codes());
    }

    [Fact]
    public void R28_A_day_that_has_passed_can_no_longer_be_approved()
    {
        var dossier = new Dossier().Stated().Proposed().On(Monday.AddDays(1));
        Assert.Equal(["internship.start-without-approval"], dossier.Approve().Codes());
        Assert.Null(dossier.On(Monday).Approve().Refusal);
    }

    [Fact]
    public void R28_Nobody_approves_their_own_internship()
    {
        var dossier = new Dossier().Stated().Proposed();
        var self = new DecidedBy { PersonId = dossier.File.PersonId, DisplayName = "Decaan", Part = TeamPart.Dean, Deputy = false };
        Assert.Equal("internship.own-internship", dossier.File.Approve(dossier.File.ProposedPlacement!.Id, self, [], dossier.Rules).Refusal?.Code);
    }

    [Fact]
    public void An_approval_names_who_gave_it_and_that_it_was_a_deputy()
    {
        var dossier = new Dossier().Stated().Proposed();
        var deputy = new DecidedBy { PersonId = Guid.NewGuid(), DisplayName = "Waarnemend decaan", Part = TeamPart.Dean, Deputy = true };
        Assert.IsType<InternshipApproved>(dossier.File.Approve(dossier.File.ProposedPlacement!.Id, deputy, [], dossier.Rules).Value);
        Assert.Equal(deputy, dossier.File.ApprovedPlacement?.DecidedBy);
        Assert.Equal(InternshipStatus.Approved, dossier.File.Status);
    }

    [Fact]
    public void R25_Too_little_time_is_refused_at_the_proposal_and_nothing_changes()
    {
        var dossier = new Dossier();
        var before = dossier.File.Version;
        Assert.Equal(["internship.too-few-weeks", "internship.too-few-hours"], dossier.File.Propose(Dossier.Proposal(periods: Dossier.Weeks(3)), dossier.Rules).Codes());
        Assert.Empty(dossier.File.Placements);
        Assert.Equal((before, InternshipStatus.Open), (dossier.File.Version, dossier.File.Status));
    }

    [Fact]
    public void R25_A_plan_of_days_that_nobody_works_is_refused() =>
        Assert.Equal(["internship.day-too-long"], new Dossier() is { } dossier
            ? dossier.File.Propose(Dossier.Proposal(periods: Dossier.Period(Monday, Monday.AddDays(27), 40, DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday)), dossier.Rules).Codes()
            : []);

    [Fact]
    public void R25_A_split_internship_needs_the_deans_agreement() =>
        NeedsAgreement(PlacementWarning.Split, Dossier.Weeks(2), Dossier.Weeks(2, from: Monday.AddDays(21)));

    [Fact]
    public void R25_A_part_time_internship_needs_the_deans_agreement() =>
        NeedsAgreement(PlacementWarning.PartTime, Dossier.Weeks(5, 32));

    [Fact]
    public void R25_An_internship_over_many_weeks_needs_the_deans_agreement() =>
        NeedsAgreement(PlacementWarning.Longer, Dossier.Weeks(7));

    [Fact]
    public void R25_What_needs_agreement_is_a_setting()
    {
        var dossier = new Dossier { Settings = new InternshipSettings { FullTimeHoursPerWeek = 32, WeeksWithoutAgreement = 8 } };
        dossier.Stated().Proposed(Dossier.Proposal(periods: Dossier.Weeks(7, 32)));
        Assert.Empty(dossier.File.ProposedPlacement!.Warnings(dossier.Settings));
    }

    [Fact]
    public void R25_A_weekend_and_a_holiday_between_two_periods_split_nothing()
    {
        // Easter Monday 2027 is 29 March.
        var first = Dossier.Period(new DateOnly(2027, 3, 15), new DateOnly(2027, 3, 26));
        var second = Dossier.Period(new DateOnly(2027, 3, 30), new DateOnly(2027, 4, 13));
        var dossier = new Dossier().Stated().Proposed(Dossier.Proposal(periods: [first, second]));
        Assert.Empty(dossier.File.ProposedPlacement!.Warnings(dossier.Settings));
    }

    [Fact]
    public void A_second_proposal_is_a_change_of_the_first() =>
        Assert.Equal(["internship.placement-exists"], new Dossier().Proposed() is { } dossier ? dossier.File.Propose(Dossier.Proposal(), dossier.Rules).Codes() : []);

    [Fact]
    public void What_awaits_the_dean_is_changed_in_place()
    {
        var dossier = new Dossier().Proposed();
        Assert.Null(dossier.File.ChangePlacement(Dossier.Proposal(Dossier.Host("Waterschap Voorbeeld")), dossier.Rules).Refusal);
        Assert.Equal("Waterschap Voorbeeld", Assert.Single(dossier.File.Placements).Host.Name);
    }

    [Fact]
    public void What_the_dean_gave_back_stays_on_record_beside_the_new_proposal()
    {
        var dossier = new Dossier().Stated().Proposed();
        Assert.Equal(InternshipStatus.Open, dossier.File.ReturnPlacement(dossier.File.ProposedPlacement!.Id, Dossier.Dean, "Te dicht bij je werk", dossier.Now).Value.Status);
        Assert.Equal(InternshipStatus.Proposed, dossier.File.ChangePlacement(Dossier.Proposal(Dossier.Host("Waterschap Voorbeeld")), dossier.Rules).Value.Status);
        Assert.Equal([PlacementStatus.Returned, PlacementStatus.Proposed], dossier.File.Placements.Select(p => p.Status));
        Assert.Equal("Te dicht bij je werk", dossier.File.Placements[0].ReturnReason);
    }

    [Fact]
    public void An_approved_placement_stands_until_its_change_is_approved()
    {
        var dossier = new Dossier().Approved();
        Assert.Null(dossier.File.ChangePlacement(Dossier.Proposal(periods: Dossier.Weeks(5)), dossier.Rules).Refusal);
        Assert.Equal(InternshipStatus.Approved, dossier.File.Status);
        Assert.Null(dossier.On(Monday).Log((Monday, 480)).Refusal);

        Assert.Null(dossier.Approve().Refusal);
        Assert.Equal([PlacementStatus.Superseded, PlacementStatus.Approved], dossier.File.Placements.Select(p => p.Status));
        Assert.Equal(InternshipStatus.Started, dossier.File.Status);
    }

    [Fact]
    public void A_change_keeps_the_days_on_which_hours_were_logged()
    {
        var dossier = new Dossier().Approved().On(Monday);
        Assert.Null(dossier.Log((Monday, 480)).Refusal);
        dossier.On(Monday.AddDays(1));
        var later = Dossier.Proposal(periods: Dossier.Weeks(4, from: Monday.AddDays(7)));
        Assert.Equal(["internship.logged-days-left-out"], dossier.File.ChangePlacement(later, dossier.Rules).Codes());
    }

    private static void NeedsAgreement(PlacementWarning warning, params IReadOnlyList<PlacementPeriod> periods)
    {
        var dossier = new Dossier().Stated().Proposed(Dossier.Proposal(periods: periods));
        Assert.Equal([warning], dossier.File.ProposedPlacement!.Warnings(dossier.Settings));
        Assert.Equal(["internship.dispensation-needed"], dossier.Approve().Codes());
        Assert.Null(dossier.Approve(warning).Refusal);
        Assert.Equal("Afgesproken", Assert.Single(dossier.File.ApprovedPlacement!.Dispensations).Reason);
    }
}
