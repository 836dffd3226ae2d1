using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Editions.Files;

namespace Metropool.Scheduling.Tests.Editions;

public sealed partial class EditionFileTests
{
    [Fact]
    public void The_edition_of_the_brochure_is_read_whole()
    {
        var edition = Read(SchedulingFixture.EditionFile()).Value;

        Assert.Equal(1_795_000, edition.StatedPriceInCents);
        Assert.Equal(("2026-10-26", "2027-06", 18), (edition.StartsOn.ToString(), edition.EndsOn.ToString(), edition.DurationMonths));
        Assert.Equal([DayOfWeek.Friday, DayOfWeek.Friday, DayOfWeek.Monday], edition.IntakeDays.Select(day => day.Weekday!.Value));
        Assert.Equal([1, 2, 2, 2, 0, 1], edition.Modules.Select(module => module.Cognitive!.Lecturers.Count));
        Assert.Equal([2, null, null, null, null, null], edition.Modules.Select(module => module.Personal?.StatedDays));
        Assert.Equal([false, false, true, false, false, false], edition.Modules.Select(module => module.Personal?.TrainingActorOnDay == 2));
        Assert.Equal([LecturerLabel.Core, LecturerLabel.Core], edition.Modules[3].Cognitive!.Lecturers.Select(lecturer => lecturer.Label!.Value));
        Assert.Equal(5, edition.People.Count);
        Assert.Equal(3, edition.FinalModule.Lecturers.Count);
        Assert.True(edition.FinalModule.ThemeChosenByParticipants);
    }

    [Fact]
    public void R01_An_edition_has_six_modules_in_order_of_which_the_fifth_is_the_internship_plus_a_final_module()
    {
        var edition = Read(SchedulingFixture.EditionFile()).Value;

        Assert.Equal([1, 2, 3, 4, 5, 6], edition.Modules.Select(module => module.Number));
        Assert.Equal([5], edition.Modules.Where(module => module.Kind == ModuleKind.Internship).Select(module => module.Number));
        Assert.Equal(["modules six-modules"], FaultsOf(file => ((JsonArray)file["modules"]!).RemoveAt(5)));
    }

    // The path to change, the JSON put there (nothing: it is taken away), the place of the fault and its code.
    public static TheoryData<string, string?, string, string> BadFiles { get; } = new()
    {
        { "name", null, "name", "missing" },
        { "name", "null", "name", "missing" },
        { "name", "24", "name", "wrong-type" },
        { "name", "\"\"", "name", "not-a-line" },
        { "name", "\" Metropool\"", "name", "not-a-line" },
        { "name", "\"Metropool\\n24\"", "name", "not-allowed" },
        { "name", $"\"{new string('x', 201)}\"", "name", "too-long" },
        { "nickname", "\"M24\"", "nickname", "unknown-property" },
        { "statedPriceInCents", "17950.5", "statedPriceInCents", "wrong-type" },
        { "statedPriceInCents", "-1", "statedPriceInCents", "out-of-range" },
        { "startsOn", "\"26-10-2026\"", "startsOn", "not-a-date" },
        { "startsOn", "\"2026-02-30\"", "startsOn", "not-a-date" },
        { "startsOn", "2026", "startsOn", "not-a-date" },
        { "durationMonths", "0", "durationMonths", "out-of-range" },
        { "intakeDays", "{}", "intakeDays", "wrong-type" },
        { "intakeDays", null, "intakeDays", "missing" },
        { "intakeDays[0]", "\"2025-09-12\"", "intakeDays[0]", "wrong-type" },
        { "intakeDays[0].date", "\"2025-09\"", "intakeDays[0].date", "not-a-day" },
        { "intakeDays[0].date", null, "intakeDays[0].date", "missing" },
        { "intakeDays[0].weekday", "\"vrijdag\"", "intakeDays[0].weekday", "unknown-value" },
        { "intakeDays[1].date", "\"2025-09-12\"", "intakeDays[1].date", "duplicate" },
        { "modules", null, "modules", "missing" },
        { "modules[2]", "[]", "modules[2]", "wrong-type" },
        { "modules[2].title", null, "modules[2].title", "missing" },
        { "modules[2].number", "4", "modules[2].number", "module-order" },
        { "modules[2].number", "9", "modules[2].number", "out-of-range" },
        { "modules[2].kind", "\"internship\"", "modules[2].kind", "module-kind" },
        { "modules[4].kind", "\"taught\"", "modules[4].kind", "module-kind" },
        { "modules[2].kind", "\"final\"", "modules[2].kind", "unknown-value" },
        { "modules[2].cognitive", null, "modules[2].cognitive", "missing" },
        { "modules[2].cognitive.lecturers", "[]", "modules[2].cognitive.lecturers", "no-lecturer" },
        { "modules[2].cognitive.lecturers[1].name", "\"Marcel Veenswijk\"", "modules[2].cognitive.lecturers[1].name", "duplicate" },
        { "modules[2].cognitive.lecturers[1].label", "\"head\"", "modules[2].cognitive.lecturers[1].label", "unknown-value" },
        { "modules[2].personal.title", null, "modules[2].personal.title", "missing" },
        { "modules[2].personal.trainingActorOnDay", "\"two\"", "modules[2].personal.trainingActorOnDay", "wrong-type" },
        { "modules[2].personal.actor", "true", "modules[2].personal.actor", "unknown-property" },
        { "finalModule", null, "finalModule", "missing" },
        { "finalModule.themeChosenByParticipants", "\"yes\"", "finalModule.themeChosenByParticipants", "wrong-type" },
        { "finalModule.lecturers", "[]", "finalModule.lecturers", "no-lecturer" },
        { "people[1].part", "\"dean\"", "people[1].part", "duplicate" },
        { "people[1].part", "\"lecturer\"", "people[1].part", "unknown-value" },
        { "people[4].name", "\"Michiel Kochen\"", "people[4].name", "duplicate" },
        { "people[1].email", "\"x\"", "people[1].email", "unknown-property" },
        { "people[1].name", "\"info@metropool.example\"", "people[1].name", "not-allowed" },
        { "remarks[0].text", "\"Bel 070 123 45 67\"", "remarks[0].text", "contact-details" },
        { "remarks[0].text", "\"Bel +31 70 1234567\"", "remarks[0].text", "contact-details" },
        { "remarks[0].about", "\"modules[9]\"", "remarks[0].about", "no-such-place" },
        { "remarks[0].about", "\"modules[4]!\"", "remarks[0].about", "no-such-place" },
        { "remarks[0].kind", "\"joke\"", "remarks[0].kind", "unknown-value" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_fault_is_named_with_its_place(string path, string? json, string where, string code) =>
        Assert.Contains($"{where} {code}", FaultsOf(file => Set(file, path, json)));

    [Theory]
    [InlineData("\u200B", "people[0].name not-a-line")]
    [InlineData("\u2800", "people[0].name not-a-line")]
    [InlineData("a\u202Eb", "people[0].name not-allowed")]
    [InlineData("www.voorbeeld.example", "people[0].name not-allowed")]
    public void A_name_is_visible_and_carries_no_address(string name, string fault) =>
        Assert.Contains(fault, FaultsOf(file => file["people"]![0]!["name"] = name));

    [Fact]
    public void As_many_intake_days_are_imported_as_a_correction_takes()
    {
        static string Day(int number) => new DateOnly(2026, 1, 1).AddDays(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        static JsonArray Days(int count) => [.. Enumerable.Range(0, count).Select(number => new JsonObject { ["date"] = Day(number) })];
        var file = SchedulingFixture.EditionFile();
        file["intakeDays"] = Days(EditionRules.MostIntakeDays);
        Assert.Equal(50, Read(file).Value.IntakeDays.Count);

        Assert.Contains("intakeDays wrong-length", FaultsOf(other => other["intakeDays"] = Days(EditionRules.MostIntakeDays + 1)));
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var faults = FaultsOf(file =>
        {
            foreach (var (path, json) in new[] { ("name", null), ("startsOn", "\"soon\""), ("modules[0].title", "1"), ("people[0].part", null), ("remarks[1].kind", "\"x\"") })
            {
                Set(file, path, json);
            }
        });

        Assert.Equal(["modules[0].title wrong-type", "name missing", "people[0].part missing", "remarks[1].kind unknown-value", "startsOn not-a-date"], faults);
    }

    [Theory]
    [InlineData("", "line 1, position 1 not-json")]
    [InlineData("{\n  \"name\": \"Metropool\",\n}", "line 3, position 1 not-json")]
    [InlineData("[]", "$ wrong-type")]
    [InlineData("null", "$ missing")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}", "name duplicate-property")]
    [InlineData("{\"\\ud800\":1}", "$ not-text")]
    [InlineData("{\"name\":\"\\ud800\"}", "name not-text")]
    public void What_is_no_edition_file_at_all_is_refused_with_the_place(string text, string fault) =>
        Assert.Contains(fault, Faults(EditionFileReader.Read(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void A_file_that_is_not_UTF_8_is_refused() =>
        Assert.Equal(["$ not-utf8"], Faults(EditionFileReader.Read(new byte[] { 0x7b, 0xff, 0x7d })));

    [Fact]
    public void The_schema_knows_the_same_properties_as_the_reader()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "editions", "edition.schema.json")));
        var definitions = schema.RootElement.GetProperty("$defs");
        foreach (var (path, definition) in new (string, JsonElement)[]
        {
            ("", schema.RootElement),
            ("intakeDays[0].", definitions.GetProperty("intakeDay")),
            ("modules[0].", definitions.GetProperty("module")),
            ("modules[0].cognitive.", definitions.GetProperty("cognitivePart")),
            ("modules[0].personal.", definitions.GetProperty("personalPart")),
            ("modules[0].cognitive.lecturers[0].", definitions.GetProperty("lecturer")),
            ("finalModule.", definitions.GetProperty("finalModule")),
            ("people[0].", definitions.GetProperty("person")),
            ("remarks[0].", definitions.GetProperty("remark")),
        })
        {
            var file = SchedulingFixture.EditionFile();
            Set(file, $"{path}nope", "1");
            var detail = Read(file).Refusal!.Faults.Single(fault => fault.Code == "unknown-property").Detail;
            var known = detail[(detail.IndexOf("known are ", StringComparison.Ordinal) + "known are ".Length)..].TrimEnd('.').Split(", ");
            Assert.Equal(definition.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(), known.Order());
        }
    }

    [Fact]
    public void The_repositorys_file_names_nobody_whom_the_brochure_quotes_and_no_contact_details()
    {
        var text = File.ReadAllText(SchedulingFixture.EditionFilePath);

        Assert.All(["Thijssen", "van den Berg", "Friedrich", "Zwart", "@", "070"], part => Assert.DoesNotContain(part, text, StringComparison.OrdinalIgnoreCase));
    }

    private static Http.Outcome<EditionContent> Read(JsonObject file) => EditionFileReader.Read(JsonSerializer.SerializeToUtf8Bytes(file));

    private static IReadOnlyList<string> FaultsOf(Action<JsonObject> change)
    {
        var file = SchedulingFixture.EditionFile();
        change(file);
        return Faults(Read(file));
    }

    private static IReadOnlyList<string> Faults(Http.Outcome<EditionContent> outcome)
    {
        var refusal = Assert.IsType<Http.Refusal>(outcome.Refusal);
        Assert.Equal(("scheduling.edition-file-invalid", 400), (refusal.Code, refusal.Status));
        return [.. refusal.Faults.Select(fault => $"{fault.Where} {fault.Code}").Order()];
    }

    internal static void Set(JsonObject file, string path, string? json)
    {
        JsonNode at = file;
        var steps = Steps().Matches(path).Select(step => step.Value.Trim('.')).ToList();
        foreach (var step in steps.SkipLast(1))
        {
            at = (step[0] == '[' ? at[int.Parse(step[1..^1], CultureInfo.InvariantCulture)] : at[step])!;
        }

        var value = json is null ? null : JsonNode.Parse(json);
        if (steps[^1][0] == '[')
        {
            at[int.Parse(steps[^1][1..^1], CultureInfo.InvariantCulture)] = value;
        }
        else if (json is null)
        {
            ((JsonObject)at).Remove(steps[^1]);
        }
        else
        {
            at[steps[^1]] = value;
        }
    }

    [GeneratedRegex(@"\.?[A-Za-z]+|\[\d+\]")]
    private static partial Regex Steps();
}
