using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Tests.Editions;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Attendance;

public sealed class AbsenceTests
{
    private static readonly DateTimeOffset Now = SchedulingFixture.Beginning;
    private readonly Edition _edition = EditionTests.Opened();

    [Theory]
    [InlineData(AbsenceCategory.Private)]
    [InlineData(AbsenceCategory.Work)]
    [InlineData(AbsenceCategory.ForceMajeure)]
    public void R20_Of_module_one_there_is_no_absence_whatever_the_reason(object category) =>
        Assert.Equal("scheduling.module-one-cannot-be-missed", Absence.Request(Day(1), Some.Id(), (AbsenceCategory)category, "Overmacht", false, Now).Refusal!.Code);

    [Fact]
    public void R19_An_absence_awaits_an_approval()
    {
        var absence = Requested(Day(2));

        Assert.Equal(AbsenceStatus.Requested, absence.Status);
        Assert.Equal(AbsenceStatus.Refused, absence.Refuse(Some.Id(), Now).Value.Status);
        Assert.Equal("scheduling.absence-decided", absence.Approve(Day(2), "Verslag", null, Some.Id(), Now).Refusal!.Code);
    }

    [Fact]
    public void R21_An_approval_comes_with_a_catch_up_assignment()
    {
        var absence = Requested(Day(2));

        Assert.Equal("scheduling.catch-up-assignment-needed", absence.Approve(Day(2), " ", null, Some.Id(), Now).Refusal!.Code);
        Assert.Equal("scheduling.absence-not-approved", absence.CompleteCatchUp(Some.Id(), Now).Refusal!.Code);
        Assert.Equal(AbsenceStatus.Approved, absence.Approve(Day(2), "Verslag", null, Some.Id(), Now).Value.Status);
        Assert.NotNull(absence.CompleteCatchUp(Some.Id(), Now).Value.CatchUpCompletedAt);
        Assert.Equal("scheduling.catch-up-completed", absence.CompleteCatchUp(Some.Id(), Now).Refusal!.Code);
    }

    [Fact]
    public void R18_A_day_that_the_school_moved_is_not_counted_as_the_participants_exception()
    {
        var day = Day(2);
        Assert.True(Requested(day).CountsAsException);

        Assert.Contains("became", Moved(day).Value, StringComparison.Ordinal);
        Assert.True(Requested(day).CountsAsException, "before the release the programme is provisional");

        _ = _edition.ReleaseProgramme(_edition.Version, [], null, Some.Id(), Now).Value;
        _ = day.Change(_edition, _edition.ModuleNumbered(2)!, new(new(2027, 1, 7), new(9, 30), new(17, 0), false, false, false, true), [], [], Now).Value;
        Assert.False(Requested(day).CountsAsException);
    }

    [Fact]
    public void R18_A_day_within_a_pause_is_not_counted_as_the_participants_exception() =>
        Assert.False(Absence.Request(Day(2), Some.Id(), AbsenceCategory.Private, "Pauze", inPause: true, Now).Value.CountsAsException);

    private ModuleDay Day(int module) => EditionLinterTests.Day(_edition, module, "2026-11-23");

    private Http.Outcome<string> Moved(ModuleDay day) =>
        day.Change(_edition, _edition.ModuleNumbered(2)!, new(new(2026, 11, 24), new(9, 30), new(17, 0), false, false, false, true), [], [], Now);

    private static Absence Requested(ModuleDay day) => Absence.Request(day, Some.Id(), AbsenceCategory.Work, "Raadsvergadering", false, Now).Value;
}
