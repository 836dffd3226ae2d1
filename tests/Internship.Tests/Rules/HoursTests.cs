using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;

namespace Metropool.Internship.Tests.Rules;

/// <summary>R25 of what is logged, and what can be logged at all.</summary>
public sealed class HoursTests
{
    private static readonly DateOnly Monday = Dossier.Monday;

    [Fact]
    public void The_first_logged_day_starts_the_internship()
    {
        var state = new Dossier().Approved().On(Monday).Log((Monday, 480)).Value;
        Assert.Equal((InternshipStatus.Started, 480), (state.Status, state.LoggedMinutes));
    }

    [Fact]
    public void A_day_that_is_still_to_come_cannot_be_logged() =>
        Assert.Equal(["internship.day-in-the-future"], new Dossier().Approved().On(Monday).Log((Monday.AddDays(1), 480)).Codes());

    [Fact]
    public void A_day_outside_the_approved_periods_cannot_be_logged() =>
        Assert.Equal(["internship.day-outside-periods"], new Dossier().Approved().On(Monday.AddDays(40)).Log((Monday.AddDays(39), 480)).Codes());

    [Fact]
    public void A_day_of_more_than_the_longest_shift_cannot_be_logged()
    {
        var dossier = new Dossier().Approved().On(Monday);
        Assert.Equal(["internship.day-too-long"], dossier.Log((Monday, (12 * 60) + 1)).Codes());
        Assert.Null(dossier.Log((Monday, 12 * 60)).Refusal);
    }

    [Fact]
    public void All_days_are_logged_or_none_and_every_fault_is_named()
    {
        var dossier = new Dossier().Approved().On(Monday);
        var refusal = dossier.Log((Monday, 480), (Monday.AddDays(1), 480), (Monday.AddDays(-1), 1000)).Refusal!;
        Assert.Equal(
            [("days[1].date", "internship.day-in-the-future"), ("days[2].date", "internship.day-outside-periods"), ("days[2].minutes", "internship.day-too-long")],
            refusal.Faults.Select(fault => (fault.Where, fault.Code)));
        Assert.Empty(dossier.File.Days);
        Assert.Equal(InternshipStatus.Approved, dossier.File.Status);
    }

    [Fact]
    public void Logging_a_day_again_corrects_it()
    {
        var dossier = new Dossier().Approved().On(Monday);
        Assert.Null(dossier.Log((Monday, 480)).Refusal);
        Assert.Equal(360, dossier.Log((Monday, 360)).Value.LoggedMinutes);
        Assert.Single(dossier.File.Days);
    }

    [Fact]
    public void A_removed_day_counts_no_longer_and_without_any_the_internship_has_not_started()
    {
        var dossier = new Dossier().Approved().On(Monday);
        Assert.Null(dossier.Log((Monday, 480)).Refusal);
        var state = dossier.File.Remove(Monday, dossier.Participation, dossier.Now).Value;
        Assert.Equal((InternshipStatus.Approved, 0), (state.Status, state.LoggedMinutes));
        Assert.Equal(["internship.day-not-logged"], dossier.File.Remove(Monday, dossier.Participation, dossier.Now).Codes());
    }

    [Fact]
    public void R25_It_completes_by_itself_with_the_last_hours_when_the_report_is_in()
    {
        var dossier = new Dossier().Approved();
        Assert.Null(dossier.LogWeeks(3).Refusal);
        Assert.IsNotType<InternshipCompleted>(dossier.Report().Value);
        Assert.IsType<InternshipCompleted>(dossier.LogWeeks(1, from: Monday.AddDays(21)).Value);
        Assert.Equal(dossier.Now, dossier.File.CompletedAt);
    }

    [Fact]
    public void R25_Four_weeks_without_the_hours_are_not_enough()
    {
        var dossier = new Dossier().Approved();
        Assert.Null(dossier.LogWeeks(4, 479).Refusal);
        Assert.IsNotType<InternshipCompleted>(dossier.Report().Value);
        Assert.Equal(["internship.too-few-hours"], dossier.File.MissingForCompletion().Select(fault => fault.Code));
    }

    [Fact]
    public void R25_The_hours_without_four_weeks_are_not_enough()
    {
        var dossier = new Dossier().Approved();
        Assert.Null(dossier.LogWeeks(3, 660).Refusal);
        Assert.True(dossier.File.LoggedMinutes >= 9600);
        Assert.IsNotType<InternshipCompleted>(dossier.Report().Value);
        Assert.Equal(["internship.too-few-weeks"], dossier.File.MissingForCompletion().Select(fault => fault.Code));
    }

    [Fact]
    public void R25_Four_days_of_ten_hours_a_week_are_four_weeks()
    {
        var dossier = new Dossier().Approved(Dossier.Proposal(periods: Dossier.Period(Monday, Monday.AddDays(24), 40, DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday)));
        dossier.On(Monday.AddDays(28));
        Assert.Null(dossier.Log([.. Enumerable.Range(0, 28).Select(Monday.AddDays).Where(d => d.DayOfWeek is >= DayOfWeek.Monday and <= DayOfWeek.Thursday).Select(d => (d, 600))]).Refusal);
        Assert.IsType<InternshipCompleted>(dossier.Report().Value);
    }

    [Fact]
    public void Hours_can_be_corrected_until_the_internship_is_completed()
    {
        var dossier = new Dossier().Approved();
        Assert.Null(dossier.LogWeeks(4).Refusal);
        Assert.Null(dossier.Log((Monday, 500)).Refusal);
        Assert.IsType<InternshipCompleted>(dossier.Report().Value);
        Assert.Equal(["internship.completed"], dossier.Log((Monday, 480)).Codes());
        Assert.Equal(["internship.completed"], dossier.File.Remove(Monday, dossier.Participation, dossier.Now).Codes());
    }

    [Fact]
    public void R16_A_paused_participation_logs_nothing_and_no_day_of_the_pause_afterwards()
    {
        var dossier = new Dossier().Approved().On(Monday.AddDays(1));
        dossier.Becomes(ParticipationStatus.Paused);
        Assert.Equal(["internship.participation-paused"], dossier.Log((Monday, 480)).Codes());
        dossier.On(Monday.AddDays(4)).Becomes(ParticipationStatus.Active);
        Assert.Equal(["internship.day-in-a-pause"], dossier.Log((Monday.AddDays(2), 480)).Codes());
        Assert.Null(dossier.Log((Monday, 480), (Monday.AddDays(1), 480), (Monday.AddDays(4), 480)).Refusal);
    }

    [Fact]
    public void R16_An_ended_participation_ends_the_internship()
    {
        var dossier = new Dossier().Approved().On(Monday);
        Assert.Equal(InternshipStatus.Ended, dossier.Becomes(ParticipationStatus.Ended)?.Status);
        Assert.Equal(["internship.ended"], dossier.Log((Monday, 480)).Codes());
        Assert.Equal(["internship.ended"], dossier.Approve().Codes());
        Assert.Equal(["internship.ended"], dossier.File.WriteReport("a", "b", false, dossier.Now).Codes());
    }

    [Fact]
    public void R16_An_end_that_is_taken_back_leaves_the_internship_as_it_was()
    {
        var dossier = new Dossier().Approved();
        dossier.Becomes(ParticipationStatus.Ended);
        Assert.Equal(InternshipStatus.Approved, dossier.Becomes(ParticipationStatus.Active)?.Status);
    }

    [Fact]
    public void R16_A_completed_internship_stays_completed_when_the_participation_ends()
    {
        var dossier = new Dossier().Approved();
        Assert.Null(dossier.LogWeeks(4).Refusal);
        Assert.IsType<InternshipCompleted>(dossier.Report().Value);
        Assert.Null(dossier.Becomes(ParticipationStatus.Ended));
        Assert.Equal(InternshipStatus.Completed, dossier.File.Status);
    }
}
