using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Attendance;

namespace Metropool.Scheduling.Tests.Attendance;

public sealed class AttendanceObligationTests
{
    private static readonly int[] Modules = [1, 2, 3, 4, 6, 7];

    [Fact]
    public void R18_The_obligation_is_not_met_before_a_module_was_attended()
    {
        Assert.Equal(AttendanceStatus.InProgress, Evaluate().Status);
        Assert.Equal(AttendanceStatus.InProgress, Evaluate([.. Modules.Select(NotEnded)]).Status);
    }

    [Fact]
    public void R18_The_obligation_is_not_met_while_a_day_is_not_recorded_or_a_module_has_no_day()
    {
        Assert.Equal(AttendanceStatus.InProgress, Evaluate([.. Modules.Select(Attended), Unrecorded(4)]).Status);
        Assert.Equal(AttendanceStatus.InProgress, Evaluate([.. Modules.Where(module => module != 7).Select(Attended)]).Status);
    }

    [Fact]
    public void R18_All_modules_are_obligatory()
    {
        Assert.Equal(AttendanceStatus.InProgress, Evaluate(Attended(1), Attended(2), Attended(3)).Status);
        Assert.Equal(AttendanceStatus.Met, Evaluate([.. Modules.Select(Attended)]).Status);
        Assert.All([2, 3, 4, 6, 7], module => Assert.Equal(AttendanceStatus.AtRisk, Evaluate(Attended(1), Absent(module)).Status));
    }

    [Fact]
    public void R18_A_day_that_is_not_recorded_is_neither_absent_nor_attended()
    {
        var evaluation = Evaluate(Attended(1), Unrecorded(1), Attended(2), Unrecorded(3), NotEnded(4));

        Assert.Equal(AttendanceStatus.InProgress, evaluation.Status);
        Assert.Null(evaluation.ModuleOneAttended);
        Assert.Equal([1, 3], evaluation.ModulesAwaitingRecord);
    }

    [Fact]
    public void R18_What_counts_as_missed_is_a_setting_and_a_day_by_default()
    {
        DayOutcome[] days = [Attended(1), Attended(2), Absent(2)];

        Assert.Equal(AttendanceUnit.Day, new SchedulingSettings().AttendanceCountsPer);
        Assert.Equal(AttendanceStatus.AtRisk, Evaluate(AttendanceUnit.Day, days).Status);
        Assert.Equal(AttendanceStatus.InProgress, Evaluate(AttendanceUnit.Module, days).Status);
        Assert.Equal(AttendanceStatus.AtRisk, Evaluate(AttendanceUnit.Module, Attended(1), Absent(2), Absent(2)).Status);
    }

    [Fact]
    public void R20_Module_one_cannot_be_missed()
    {
        Assert.Equal(AttendanceStatus.Failed, Evaluate(Absent(1)).Status);
        Assert.Equal(AttendanceStatus.Failed, Evaluate(Attended(1), Absent(1), Attended(2)).Status);
        // Not even with an approval that there should never have been.
        Assert.Equal(AttendanceStatus.Failed, Evaluate(Absent(1) with { Absence = AbsenceStatus.Approved, CatchUpCompleted = true }).Status);
    }

    [Fact]
    public void R20_Attendance_of_module_one_is_known_when_its_last_day_has_ended_and_is_recorded()
    {
        Assert.Null(Evaluate().ModuleOneAttended);
        Assert.Null(Evaluate(Attended(1), NotEnded(1)).ModuleOneAttended);
        Assert.Null(Evaluate(Attended(1), Unrecorded(1)).ModuleOneAttended);
        Assert.True(Evaluate(Attended(1), Attended(1)).ModuleOneAttended);
        Assert.False(Evaluate(Attended(1), Absent(1)).ModuleOneAttended);
        Assert.False(Evaluate(Unrecorded(1), Absent(1)).ModuleOneAttended);
    }

    [Fact]
    public void R20_A_missed_day_of_module_one_is_evaluated_before_its_last_day_ends()
    {
        var evaluation = Evaluate(Absent(1), NotEnded(1));

        Assert.Equal(AttendanceStatus.Failed, evaluation.Status);
        Assert.Null(evaluation.ModuleOneAttended);
    }

    [Fact]
    public void R21_Only_an_approved_absence_with_a_completed_assignment_is_compensated()
    {
        Assert.Equal(AttendanceStatus.AtRisk, Evaluate(Attended(1), Absent(2) with { Absence = AbsenceStatus.Requested }).Status);
        Assert.Equal(AttendanceStatus.AtRisk, Evaluate(Attended(1), Absent(2) with { Absence = AbsenceStatus.Approved }).Status);
        DayOutcome compensated = Absent(2) with { Absence = AbsenceStatus.Approved, CatchUpCompleted = true };
        Assert.Equal(AttendanceStatus.InProgress, Evaluate(Attended(1), compensated).Status);
        Assert.Equal(AttendanceStatus.Compensated, Evaluate([compensated, .. Modules.Where(module => module != 2).Select(Attended)]).Status);
    }

    [Fact]
    public void R21_A_refused_absence_fails_the_obligation_at_once() =>
        Assert.Equal(AttendanceStatus.Failed, Evaluate(Attended(1), Absent(2) with { Absence = AbsenceStatus.Refused }, NotEnded(3)).Status);

    [Fact]
    public void R19_A_requested_absence_changes_nothing_before_the_day_is_missed() =>
        Assert.Equal(AttendanceStatus.InProgress, Evaluate(Attended(1), NotEnded(2) with { Absence = AbsenceStatus.Approved }).Status);

    [Fact]
    public void R21_The_worst_module_determines_the_status()
    {
        var compensated = Absent(2) with { Absence = AbsenceStatus.Approved, CatchUpCompleted = true };

        Assert.Equal(AttendanceStatus.AtRisk, Evaluate(Attended(1), compensated, Absent(3)).Status);
        Assert.Equal(AttendanceStatus.Failed, Evaluate(Absent(1), compensated, Absent(3)).Status);
    }

    [Fact]
    public void R16_A_module_that_was_met_in_an_earlier_edition_need_not_be_attended_again()
    {
        var evaluation = AttendanceObligation.Evaluate([Absent(1), Unrecorded(2), Attended(3)], AttendanceUnit.Day, new HashSet<int> { 1, 2 }, [1, 2, 3]);

        Assert.Equal((AttendanceStatus.Met, (bool?)true), (evaluation.Status, evaluation.ModuleOneAttended));
        Assert.Empty(evaluation.ModulesAwaitingRecord);
    }

    [Fact]
    public void R39_An_evaluation_lists_its_modules_including_those_met_in_an_earlier_edition() =>
        Assert.Equal(
            [1, 2, 3],
            AttendanceObligation.Evaluate(
                [NotEnded(1), Attended(2), Unrecorded(3), Attended(4), NotEnded(4), NotEnded(6)], AttendanceUnit.Day, new HashSet<int> { 1 },
                Modules).EvaluatedModules);

    [Fact]
    public void R16_A_module_is_carried_over_if_it_ended_is_recorded_and_was_met_or_compensated()
    {
        var compensated = Absent(3) with { Absence = AbsenceStatus.Approved, CatchUpCompleted = true };

        Assert.Equal(
            [1, 3],
            AttendanceObligation.ModulesMet(
                [Attended(1), Attended(2), Unrecorded(2), compensated, Absent(4), NotEnded(6)], AttendanceUnit.Day));
    }

    private static DayOutcome Attended(int module) => new(module, true, true, null, false);

    private static DayOutcome Absent(int module) => new(module, true, false, null, false);

    private static DayOutcome Unrecorded(int module) => new(module, true, null, null, false);

    private static DayOutcome NotEnded(int module) => new(module, false, null, null, false);

    private static AttendanceEvaluation Evaluate(params DayOutcome[] days) => Evaluate(AttendanceUnit.Day, days);

    private static AttendanceEvaluation Evaluate(AttendanceUnit unit, params DayOutcome[] days) =>
        AttendanceObligation.Evaluate(days, unit, new HashSet<int>(), Modules);
}
