using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using static Metropool.Internship.Tests.Rules.InternshipFileBuilder;

namespace Metropool.Internship.Tests.Rules;

/// <summary>R25: logged hours.</summary>
public sealed class HoursTests
{
    [Fact]
    public void The_first_logged_day_starts_the_internship()
    {
        var state = new InternshipFileBuilder().WithApprovedPlacement().MoveTo(Monday).Log((Monday, 480)).Value;
        Assert.Equal((InternshipStatus.Started, 480), (state.Status, state.LoggedMinutes));
    }

    [Fact]
    public void A_future_day_cannot_be_logged() =>
        Assert.Equal(
            ["internship.day-in-the-future"], new InternshipFileBuilder().WithApprovedPlacement().MoveTo(Monday).Log((Monday.AddDays(1), 480)).Codes());

    [Fact]
    public void A_day_outside_the_approved_periods_cannot_be_logged() =>
        Assert.Equal(
            ["internship.day-outside-periods"],
            new InternshipFileBuilder().WithApprovedPlacement().MoveTo(Monday.AddDays(40)).Log((Monday.AddDays(39), 480)).Codes());

    [Fact]
    public void A_day_of_more_than_the_longest_shift_cannot_be_logged()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement().MoveTo(Monday);
        Assert.Equal(["internship.day-too-long"], builder.Log((Monday, (12 * 60) + 1)).Codes());
        Assert.Null(builder.Log((Monday, 12 * 60)).Refusal);
    }

    [Fact]
    public void Either_all_days_are_logged_or_none_and_every_fault_is_named()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement().MoveTo(Monday);
        var refusal = builder.Log((Monday, 480), (Monday.AddDays(1), 480), (Monday.AddDays(-1), 1000)).Refusal!;
        Assert.Equal(
            [
                ("days[1].date", "internship.day-in-the-future"),
                ("days[2].date", "internship.day-outside-periods"),
                ("days[2].minutes", "internship.day-too-long"),
            ],
            refusal.Faults.Select(fault => (fault.Where, fault.Code)));
        Assert.Empty(builder.File.Days);
        Assert.Equal(InternshipStatus.Approved, builder.File.Status);
    }

    [Fact]
    public void Logging_a_day_again_replaces_it()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement().MoveTo(Monday);
        Assert.Null(builder.Log((Monday, 480)).Refusal);
        Assert.Equal(360, builder.Log((Monday, 360)).Value.LoggedMinutes);
        Assert.Single(builder.File.Days);
    }

    [Fact]
    public void A_removed_day_does_not_count_and_without_days_the_internship_has_not_started()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement().MoveTo(Monday);
        Assert.Null(builder.Log((Monday, 480)).Refusal);
        var state = builder.Remove(Monday).Value;
        Assert.Equal((InternshipStatus.Approved, 0), (state.Status, state.LoggedMinutes));
        Assert.Equal(["internship.day-not-logged"], builder.Remove(Monday).Codes());
    }

    [Fact]
    public void R25_The_last_hours_complete_the_internship_if_the_report_was_submitted()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement();
        Assert.Null(builder.LogWeeks(3).Refusal);
        Assert.NotEqual(InternshipChange.Completed, builder.SubmitReport().Value.Change);
        Assert.Equal(InternshipChange.Completed, builder.LogWeeks(1, from: Monday.AddDays(21)).Value.Change);
        Assert.Equal(builder.Now, builder.File.CompletedAt);
    }

    [Fact]
    public void R25_Four_weeks_without_the_hours_are_not_enough()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement();
        Assert.Null(builder.LogWeeks(4, 479).Refusal);
        Assert.NotEqual(InternshipChange.Completed, builder.SubmitReport().Value.Change);
        Assert.Equal(["internship.too-few-hours"], builder.File.MissingForCompletion().Select(fault => fault.Code));
    }

    [Fact]
    public void R25_The_hours_without_four_weeks_are_not_enough()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement();
        Assert.Null(builder.LogWeeks(3, 660).Refusal);
        Assert.True(builder.File.LoggedMinutes >= 9600);
        Assert.NotEqual(InternshipChange.Completed, builder.SubmitReport().Value.Change);
        Assert.Equal(["internship.too-few-weeks"], builder.File.MissingForCompletion().Select(fault => fault.Code));
    }

    [Fact]
    public void R25_Four_days_of_ten_hours_a_week_are_four_weeks()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement(
            Proposal(periods: Period(Monday, Monday.AddDays(24), 40, DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday)));
        builder.MoveTo(Monday.AddDays(28));
        var days = Enumerable.Range(0, 28).Select(Monday.AddDays).Where(day => day.DayOfWeek is >= DayOfWeek.Monday and <= DayOfWeek.Thursday);
        Assert.Null(builder.Log([.. days.Select(day => (day, 600))]).Refusal);
        Assert.Equal(InternshipChange.Completed, builder.SubmitReport().Value.Change);
    }

    [Fact]
    public void Hours_can_be_corrected_until_the_internship_is_completed()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement();
        Assert.Null(builder.LogWeeks(4).Refusal);
        Assert.Null(builder.Log((Monday, 500)).Refusal);
        Assert.Equal(InternshipChange.Completed, builder.SubmitReport().Value.Change);
        Assert.Equal(["internship.completed"], builder.Log((Monday, 480)).Codes());
        Assert.Equal(["internship.completed"], builder.Remove(Monday).Codes());
    }

    [Fact]
    public void R16_No_hours_are_logged_during_a_pause_or_for_its_days()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement().MoveTo(Monday.AddDays(1));
        builder.SetStatus(ParticipationStatus.Paused);
        Assert.Equal(["internship.participation-paused"], builder.Log((Monday, 480)).Codes());
        builder.MoveTo(Monday.AddDays(4)).SetStatus(ParticipationStatus.Active);
        Assert.Equal(["internship.day-in-a-pause"], builder.Log((Monday.AddDays(2), 480)).Codes());
        Assert.Null(builder.Log((Monday, 480), (Monday.AddDays(1), 480), (Monday.AddDays(4), 480)).Refusal);
    }

    [Fact]
    public void R16_An_ended_participation_ends_the_internship()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement().MoveTo(Monday);
        Assert.Equal(InternshipStatus.Ended, builder.SetStatus(ParticipationStatus.Ended)?.Status);
        Assert.Equal(["internship.ended"], builder.Log((Monday, 480)).Codes());
        Assert.Equal(["internship.ended"], builder.Approve().Codes());
        Assert.Equal("internship.ended", builder.File.WriteReport("a", "b", false, builder.Now)?.Code);
    }

    [Fact]
    public void R16_Withdrawing_the_end_restores_the_status()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement();
        builder.SetStatus(ParticipationStatus.Ended);
        Assert.Equal(InternshipStatus.Approved, builder.SetStatus(ParticipationStatus.Active)?.Status);
    }

    [Fact]
    public void R16_A_completed_internship_stays_completed_when_the_participation_ends()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement();
        Assert.Null(builder.LogWeeks(4).Refusal);
        Assert.Equal(InternshipChange.Completed, builder.SubmitReport().Value.Change);
        Assert.Null(builder.SetStatus(ParticipationStatus.Ended));
        Assert.Equal(InternshipStatus.Completed, builder.File.Status);
    }
}
