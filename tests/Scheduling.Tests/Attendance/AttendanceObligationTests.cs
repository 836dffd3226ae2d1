using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Attendance;

namespace Metropool.Scheduling.Tests.Attendance;

public sealed class AttendanceObligationTests
{
    private static readonly int[] Modules = [1, 2, 3, 4, 6, 7];

    [Fact]
    public void R18_The_obligation_is_not_met_before_anything_was_attended()
    {
        Assert.Equal(AttendanceStanding.NotYet, Judge().Standing);
        Assert.Equal(AttendanceStanding.NotYet, Judge([.. Modules.Select(ToCome)]).Standing);
    }

    [Fact]
    public void R18_The_obligation_is_not_met_while_a_day_awaits_recording_or_a_module_has_no_day_yet()
    {
        Assert.Equal(AttendanceStanding.NotYet, Judge([.. Modules.Select(Attended), Unrecorded(4)]).Standing);
        Assert.Equal(AttendanceStanding.NotYet, Judge([.. Modules.Where(module => module != 7).Select(Attended)]).Standing);
    }

    [Fact]
    public void R18_All_modules_are_obligatory()
    {
        Assert.Equal(AttendanceStanding.NotYet, Judge(Attended(1), Attended(2), Attended(3)).Standing);
        Assert.Equal(AttendanceStanding.Met, Judge([.. Modules.Select(Attended)]).Standing);
        Assert.All([2, 3, 4, 6, 7], module => Assert.Equal(AttendanceStanding.AtRisk, Judge(Attended(1), Absent(module)).Standing));
    }

    [Fact]
    public void R18_Not_recorded_is_not_absent_and_not_attended_either()
    {
        var judgement = Judge(Attended(1), Unrecorded(1), Attended(2), Unrecorded(3), ToCome(4));

        Assert.Equal(AttendanceStanding.NotYet, judgement.Standing);
        Assert.Null(judgement.ModuleOneAttended);
        Assert.Equal([1, 3], judgement.AwaitingRecord);
    }

    [Fact]
    public void R18_What_counts_as_missed_is_a_setting_and_a_day_by_default()
    {
        DayOutcome[] days = [Attended(1), Attended(2), Absent(2)];

        Assert.Equal(AttendanceUnit.Day, new SchedulingSettings().AttendanceCountsPer);
        Assert.Equal(AttendanceStanding.AtRisk, Judge(AttendanceUnit.Day, days).Standing);
        Assert.Equal(AttendanceStanding.NotYet, Judge(AttendanceUnit.Module, days).Standing);
        Assert.Equal(AttendanceStanding.AtRisk, Judge(AttendanceUnit.Module, Attended(1), Absent(2), Absent(2)).Standing);
    }

    [Fact]
    public void R20_Module_one_cannot_be_missed()
    {
        Assert.Equal(AttendanceStanding.Broken, Judge(Absent(1)).Standing);
        Assert.Equal(AttendanceStanding.Broken, Judge(Attended(1), Absent(1), Attended(2)).Standing);
        // Not even with an approval that there should never have been.
        Assert.Equal(AttendanceStanding.Broken, Judge(Absent(1) with { Absence = AbsenceStatus.Approved, CaughtUp = true }).Standing);
    }

    [Fact]
    public void R20_Whether_module_one_was_attended_is_known_when_its_last_day_is_over_and_recorded()
    {
        Assert.Null(Judge().ModuleOneAttended);
        Assert.Null(Judge(Attended(1), ToCome(1)).ModuleOneAttended);
        Assert.Null(Judge(Attended(1), Unrecorded(1)).ModuleOneAttended);
        Assert.True(Judge(Attended(1), Attended(1)).ModuleOneAttended);
        Assert.False(Judge(Attended(1), Absent(1)).ModuleOneAttended);
        Assert.False(Judge(Unrecorded(1), Absent(1)).ModuleOneAttended);
    }

    [Fact]
    public void R20_Missing_module_one_is_seen_before_its_last_day_is_over()
    {
        var judgement = Judge(Absent(1), ToCome(1));

        Assert.Equal(AttendanceStanding.Broken, judgement.Standing);
        Assert.Null(judgement.ModuleOneAttended);
    }

    [Fact]
    public void R21_What_was_missed_is_made_good_by_the_catch_up_assignment_of_an_approved_absence()
    {
        Assert.Equal(AttendanceStanding.AtRisk, Judge(Attended(1), Absent(2) with { Absence = AbsenceStatus.Requested }).Standing);
        Assert.Equal(AttendanceStanding.AtRisk, Judge(Attended(1), Absent(2) with { Absence = AbsenceStatus.Approved }).Standing);
        DayOutcome madeGood = Absent(2) with { Absence = AbsenceStatus.Approved, CaughtUp = true };
        Assert.Equal(AttendanceStanding.NotYet, Judge(Attended(1), madeGood).Standing);
        Assert.Equal(AttendanceStanding.MadeGood, Judge([madeGood, .. Modules.Where(module => module != 2).Select(Attended)]).Standing);
    }

    [Fact]
    public void R21_As_soon_as_the_obligation_can_no_longer_be_met_it_is_said() =>
        Assert.Equal(AttendanceStanding.Broken, Judge(Attended(1), Absent(2) with { Absence = AbsenceStatus.Refused }, ToCome(3)).Standing);

    [Fact]
    public void R19_An_absence_that_was_asked_for_changes_nothing_before_the_day_is_missed() =>
        Assert.Equal(AttendanceStanding.NotYet, Judge(Attended(1), ToCome(2) with { Absence = AbsenceStatus.Approved }).Standing);

    [Fact]
    public void R21_The_worst_that_happened_decides()
    {
        var madeGood = Absent(2) with { Absence = AbsenceStatus.Approved, CaughtUp = true };

        Assert.Equal(AttendanceStanding.AtRisk, Judge(Attended(1), madeGood, Absent(3)).Standing);
        Assert.Equal(AttendanceStanding.Broken, Judge(Absent(1), madeGood, Absent(3)).Standing);
    }

    [Fact]
    public void R16_Of_a_module_that_was_met_in_an_earlier_edition_nothing_is_asked_again()
    {
        var judgement = AttendanceObligation.Judge([Absent(1), Unrecorded(2), Attended(3)], AttendanceUnit.Day, new HashSet<int> { 1, 2 }, [1, 2, 3]);

        Assert.Equal((AttendanceStanding.Met, (bool?)true), (judgement.Standing, judgement.ModuleOneAttended));
        Assert.Empty(judgement.AwaitingRecord);
    }

    [Fact]
    public void R39_A_standing_names_the_modules_that_it_judges_those_met_in_an_earlier_edition_included() =>
        Assert.Equal(
            [1, 2, 3],
            AttendanceObligation.Judge([ToCome(1), Attended(2), Unrecorded(3), Attended(4), ToCome(4), ToCome(6)], AttendanceUnit.Day, new HashSet<int> { 1 }, Modules).JudgedModules);

    [Fact]
    public void R16_What_carries_over_is_over_recorded_whole_and_met_or_made_good() =>
        Assert.Equal(
            [1, 3],
            AttendanceObligation.ModulesMet(
                [Attended(1), Attended(2), Unrecorded(2), Absent(3) with { Absence = AbsenceStatus.Approved, CaughtUp = true }, Absent(4), ToCome(6)], AttendanceUnit.Day));

    private static DayOutcome Attended(int module) => new(module, true, true, null, false);

    private static DayOutcome Absent(int module) => new(module, true, false, null, false);

    private static DayOutcome Unrecorded(int module) => new(module, true, null, null, false);

    private static DayOutcome ToCome(int module) => new(module, false, null, null, false);

    private static Judgement Judge(params DayOutcome[] days) => Judge(AttendanceUnit.Day, days);

    private static Judgement Judge(AttendanceUnit unit, params DayOutcome[] days) => AttendanceObligation.Judge(days, unit, new HashSet<int>(), Modules);
}
