using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Attendance;

public sealed class AbsenceTests
{
    private static readonly DateTimeOffset Now = SchedulingFixture.Beginning;
    private readonly Edition _edition = EditionBuilder.Open();

    [Theory]
    [InlineData(AbsenceCategory.Private)]
    [InlineData(AbsenceCategory.Work)]
    [InlineData(AbsenceCategory.ForceMajeure)]
    public void R20_No_absence_is_approved_for_module_one_whatever_the_reason(object category) =>
        Assert.Equal(
            "scheduling.module-one-cannot-be-missed", Absence.Request(Day(1), Some.Id(), (AbsenceCategory)category, "Overmacht", false, Now).Refusal!.Code);

    [Fact]
    public void R19_An_absence_requires_an_approval()
    {
        var absence = Requested(Day(2));

        Assert.Equal(AbsenceStatus.Requested, absence.Status);
        Assert.Equal(AbsenceStatus.Refused, absence.Refuse(Some.Id(), Now).Value.Status);
        Assert.Equal("scheduling.absence-decided", absence.Approve(Day(2), "Verslag", null, Some.Id(), Now).Refusal!.Code);
    }

    [Fact]
    public void R21_An_approval_requires_a_catch_up_assignment()
    {
        var absence = Requested(Day(2));

        Assert.Equal("scheduling.catch-up-assignment-needed", absence.Approve(Day(2), " ", null, Some.Id(), Now).Refusal!.Code);
        Assert.Equal("scheduling.absence-not-approved", absence.CompleteCatchUp(Some.Id(), Now).Refusal!.Code);
        Assert.Equal(AbsenceStatus.Approved, absence.Approve(Day(2), "Verslag", null, Some.Id(), Now).Value.Status);
        Assert.NotNull(absence.CompleteCatchUp(Some.Id(), Now).Value.CatchUpCompletedAt);
        Assert.Equal("scheduling.catch-up-completed", absence.CompleteCatchUp(Some.Id(), Now).Refusal!.Code);
    }

    [Fact]
    public void R18_An_absence_on_a_moved_day_does_not_count_as_an_exception()
    {
        var day = Day(2);
        Assert.True(Requested(day).CountsAsException);

        Assert.Contains("became", Moved(day).Value, StringComparison.Ordinal);
        Assert.True(Requested(day).CountsAsException, "before the release the programme is provisional");

        _ = _edition.ReleaseProgramme(_edition.Version, [], null, Some.Id(), Now).Value;
        _ = day.Change(_edition, _edition.FindModule(2)!, EditionBuilder.Plan("2027-01-07"), [], Now).Value;
        Assert.False(Requested(day).CountsAsException);
    }

    [Fact]
    public void R18_An_absence_during_a_pause_does_not_count_as_an_exception() =>
        Assert.False(Absence.Request(Day(2), Some.Id(), AbsenceCategory.Private, "Pauze", inPause: true, Now).Value.CountsAsException);

    private ModuleDay Day(int module) => _edition.Day(module, "2026-11-23");

    private Http.Outcome<string> Moved(ModuleDay day) =>
        day.Change(_edition, _edition.FindModule(2)!, EditionBuilder.Plan("2026-11-24"), [], Now);

    private static Absence Requested(ModuleDay day) => Absence.Request(day, Some.Id(), AbsenceCategory.Work, "Raadsvergadering", false, Now).Value;
}
