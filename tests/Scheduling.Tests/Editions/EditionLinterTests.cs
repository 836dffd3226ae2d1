using System.Text.Json;
using System.Text.Json.Nodes;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Editions.Files;
using Metropool.Scheduling.ModuleDays;

namespace Metropool.Scheduling.Tests.Editions;

public sealed class EditionLinterTests
{
    private static readonly EditionLinter Linter = new(new SchedulingSettings());

    [Fact]
    public void R03_Every_contradiction_of_the_brochure_is_listed_and_nothing_is_repaired()
    {
        var edition = Imported();

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
    [InlineData("start-in-year-of-intake-does-not-fit", "In the year of the intake the stated start would be 2025-10-26: a Sunday, and 20 months before the end, 2027-06.")]
    public void R03_A_contradiction_is_said_in_a_sentence(string code, string sentence) =>
        Assert.Equal(sentence, Linter.FindingsOf(Imported(), []).Single(finding => finding.Code == code).Sentence);

    [Fact]
    public void R03_The_question_that_the_brochure_leaves_open_is_listed() =>
        Assert.Contains(Linter.FindingsOf(Imported(), []), finding => finding.Code == "open-question" && finding.Sentence.Contains("22?", StringComparison.Ordinal));

    [Fact]
    public void R02_A_module_without_a_personal_part_is_a_finding_and_none_is_invented()
    {
        var edition = Imported();

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
        { "people[3]", """{"part":"trainer","name":"Trainer 03"}""", "" },
        { "people[4].name", "\"Trainer 03\"", "final-module-team finalModule.lecturers" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void R03_A_change_of_the_file_is_seen(string path, string? json, string finding)
    {
        var before = Codes(Imported());
        var after = Codes(Imported(file => EditionFileTests.Set(file, path, json)));

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
    public void R03_A_duration_that_is_given_as_about_may_differ_by_two_months(string months, bool contradicts) =>
        Assert.Equal(contradicts, Codes(Imported(file => EditionFileTests.Set(file, "durationMonths", months))).Contains("duration-contradicts-dates durationMonths"));

    [Fact]
    public void R03_An_edition_that_is_whole_and_agrees_with_itself_has_no_finding()
    {
        var edition = Imported(file =>
        {
            EditionFileTests.Set(file, "intakeDays", """[{"date":"2026-09-11","weekday":"friday"}]""");
            EditionFileTests.Set(file, "endsOn", "\"2028-04\"");
            EditionFileTests.Set(file, "remarks", "[]");
            EditionFileTests.Set(file, "modules[4].personal", """{"title":"Stage"}""");
            EditionFileTests.Set(file, "modules[5].personal", """{"title":"Reflectie"}""");
        });

        Assert.Empty(Linter.FindingsOf(edition, []));
    }

    [Fact]
    public void R02_Days_that_the_brochure_does_state_are_compared_with_those_that_are_planned()
    {
        var edition = Imported();

        Assert.Contains("fewer-days-than-stated modules[0]", Codes(edition, Day(edition, 1, "2026-10-26")));
        Assert.DoesNotContain("fewer-days-than-stated modules[0]", Codes(edition, Day(edition, 1, "2026-10-26"), Day(edition, 1, "2026-10-27")));
        Assert.Contains("training-actor-missing modules[2]", Codes(edition, Day(edition, 3, "2027-01-11", actor: true), Day(edition, 3, "2027-01-12")));
        Assert.DoesNotContain("training-actor-missing modules[2]", Codes(edition, Day(edition, 3, "2027-01-11"), Day(edition, 3, "2027-01-12", actor: true)));
    }

    [Fact]
    public void R03_Module_days_outside_the_stated_dates_or_out_of_order_are_findings()
    {
        var edition = Imported();
        var codes = Codes(edition, Day(edition, 1, "2026-10-01"), Day(edition, 2, "2027-07-01"), Day(edition, 3, "2027-03-01"), Day(edition, 3, "2027-03-02"));

        Assert.Contains("day-before-start moduleDays[2026-10-01]", codes);
        Assert.Contains("day-after-end moduleDays[2027-07-01]", codes);
        Assert.Contains("modules-out-of-order moduleDays[2027-03-01]", codes);
    }

    internal static Edition Imported(Action<JsonObject>? change = null)
    {
        var file = SchedulingFixture.EditionFile();
        change?.Invoke(file);
        return Edition.Import(
            EditionFileReader.Read(JsonSerializer.SerializeToUtf8Bytes(file)).Value, EditionSettings.From(new SchedulingSettings()), Guid.NewGuid(), SchedulingFixture.Beginning);
    }

    internal static ModuleDay Day(Edition edition, int module, string date, bool actor = false) => ModuleDay.Plan(
        edition, edition.ModuleNumbered(module)!,
        new DayPlan(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), new(9, 30), new(17, 0), false, false, actor, true), [], [], SchedulingFixture.Beginning).Value;

    private static List<string> Codes(Edition edition, params ModuleDay[] days) => [.. Linter.FindingsOf(edition, days).Select(finding => $"{finding.Code} {finding.Where}")];
}
