using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;

namespace Metropool.Scheduling.Tests.Editions;

public sealed class EditionLinterTests
{
    private static readonly EditionLinter Linter = new(new SchedulingSettings());

    [Fact]
    public void R3_All_contradictions_of_the_brochure_are_listed_and_nothing_is_corrected()
    {
        var edition = EditionBuilder.Draft();

        Assert.Equal(
            [
                "duration-contradicts-dates durationMonths",
                "intake-long-before-start intakeDays",
                "intake-weekdays-fit-one-year intakeDays",
                "start-in-year-of-intake-does-not-fit startsOn",
                "module-without-personal-part modules[4]",
                "module-without-personal-part modules[5]",
                "open-question modules[4]",
                "open-question finalModule",
                "stated-contradiction modules",
                "stated-contradiction modules[4]",
            ],
            Linter.FindingsOf(edition, []).Select(finding => $"{finding.Code} {finding.Where}"));
        Assert.Equal(("2026-10-26", "2027-06"), (edition.StartsOn.ToString(), edition.EndsOn.ToString()));
        Assert.Equal(18, edition.DurationMonths);
        Assert.Equal(new DateOnly(2025, 9, 12), edition.IntakeDays[0].Date);
    }

    [Theory]
    [InlineData("duration-contradicts-dates", "From 2026-10-26 to 2027-06 is 8 months, not about 18.")]
    [InlineData("intake-long-before-start", "The first intake day, 2025-09-12, is 13 months before the start, 2026-10-26.")]
    [InlineData("intake-weekdays-fit-one-year", "The weekdays stated for the intake days fit 2025 and not 2026, the year of the start.")]
    [InlineData(
        "start-in-year-of-intake-does-not-fit",
        "In the year of the intake the stated start would be 2025-10-26: a Sunday, and 20 months before the end, 2027-06.")]
    public void R3_A_contradiction_has_a_detail_in_words(string code, string detail) =>
        Assert.Equal(detail, Linter.FindingsOf(EditionBuilder.Draft(), []).Single(finding => finding.Code == code).Detail);

    [Fact]
    public void R3_The_open_question_of_the_brochure_is_listed() =>
        Assert.Contains(
            Linter.FindingsOf(EditionBuilder.Draft(), []),
            finding => finding.Code == "open-question" && finding.Detail.Contains("22?", StringComparison.Ordinal));

    [Fact]
    public void R2_A_module_without_a_personal_part_is_a_finding_and_none_is_invented()
    {
        var edition = EditionBuilder.Draft();

        Assert.Equal(["modules[4]", "modules[5]"], Linter.FindingsOf(edition, []).Where(f => f.Code == "module-without-personal-part").Select(f => f.Where));
        Assert.Equal([5, 6], edition.Modules.Where(module => module.Personal is null && module.Number < 7).Select(module => module.Number));
    }

    // What is changed in the file, and the finding that comes of it.
    public static TheoryData<string, string?, string> Changes { get; } = new()
    {
        { "intakeDays[0].weekday", "\"monday\"", "weekday-contradicts-date intakeDays[0]" },
        { "intakeDays", "[]", "intake-days-not-stated intakeDays" },
        { "intakeDays[2].date", "\"2026-10-26\"", "intake-after-start intakeDays" },
        { "startsOn", null, "start-not-stated startsOn" },
        { "startsOn", "\"2026-10-25\"", "starts-in-weekend startsOn" },
        { "endsOn", null, "end-not-stated endsOn" },
        { "endsOn", "\"2026-09\"", "ends-before-start endsOn" },
        { "durationMonths", "3", "duration-contradicts-dates durationMonths" },
        { "modules[4].cognitive", null, "module-without-cognitive-part modules[4]" },
        { "people[3]", """{"role":"trainer","name":"Trainer 03"}""", "" },
        { "people[4].name", "\"Trainer 03\"", "final-module-team finalModule.lecturers" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void R3_A_change_of_the_file_changes_the_findings(string path, string? json, string finding)
    {
        var before = Codes(EditionBuilder.Draft());
        var after = Codes(EditionBuilder.Draft(file => file.Set(path, json)));

        if (finding.Length == 0)
        {
            Assert.Equal(before, after);
        }
        else
        {
            Assert.Contains(finding, after);
        }
    }

    [Theory]
    [InlineData("8", false)]
    [InlineData("10", false)]
    [InlineData("11", true)]
    [InlineData("5", false)]
    [InlineData("4", true)]
    public void R3_A_stated_duration_can_differ_by_two_months(string months, bool contradicts) =>
        Assert.Equal(
            contradicts, Codes(EditionBuilder.Draft(file => file.Set("durationMonths", months))).Contains("duration-contradicts-dates durationMonths"));

    [Fact]
    public void R3_A_complete_and_consistent_edition_has_no_findings()
    {
        var edition = EditionBuilder.Draft(file =>
        {
            file.Set("intakeDays", """[{"date":"2026-09-11","weekday":"friday"}]""");
            file.Set("endsOn", "\"2028-04\"");
            file.Set("remarks", "[]");
            file.Set("modules[4].personal", """{"title":"Stage"}""");
            file.Set("modules[5].personal", """{"title":"Reflectie"}""");
        });

        Assert.Empty(Linter.FindingsOf(edition, []));
    }

    [Fact]
    public void R2_Stated_days_are_compared_with_planned_days()
    {
        var edition = EditionBuilder.Draft();

        Assert.Contains("fewer-days-than-stated modules[0]", Codes(edition, edition.Day(1, "2026-10-26")));
        Assert.DoesNotContain("fewer-days-than-stated modules[0]", Codes(edition, edition.Day(1, "2026-10-26"), edition.Day(1, "2026-10-27")));
        Assert.Contains("training-actor-missing modules[2]", Codes(edition, edition.Day(3, "2027-01-11", actor: true), edition.Day(3, "2027-01-12")));
        Assert.DoesNotContain("training-actor-missing modules[2]", Codes(edition, edition.Day(3, "2027-01-11"), edition.Day(3, "2027-01-12", actor: true)));
    }

    [Fact]
    public void R3_Module_days_outside_the_stated_dates_or_out_of_order_are_findings()
    {
        var edition = EditionBuilder.Draft();
        var codes = Codes(edition, edition.Day(1, "2026-10-01"), edition.Day(2, "2027-07-01"), edition.Day(3, "2027-03-01"), edition.Day(3, "2027-03-02"));

        Assert.Contains("day-before-start moduleDays[2026-10-01]", codes);
        Assert.Contains("day-after-end moduleDays[2027-07-01]", codes);
        Assert.Contains("modules-out-of-order moduleDays[2027-03-01]", codes);
    }

    private static List<string> Codes(Edition edition, params ModuleDay[] days) =>
        [.. Linter.FindingsOf(edition, days).Select(finding => $"{finding.Code} {finding.Where}")];
}
