using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Editions;

public sealed class EditionFileTests(SchedulingFixture fixture)
{
    [Fact]
    public void The_edition_file_of_the_brochure_is_read_completely()
    {
        var edition = Read(EditionFile.Read());

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
    public async Task R1_An_edition_has_six_modules_in_order_with_the_internship_as_the_fifth_and_a_final_module()
    {
        var edition = Read(EditionFile.Read());

        Assert.Equal([1, 2, 3, 4, 5, 6], edition.Modules.Select(module => module.Number));
        Assert.Equal([5], edition.Modules.Where(module => module.Kind == ModuleKind.Internship).Select(module => module.Number));
        Assert.Equal(["modules wrong-length"], await FaultsOfAsync(file => ((JsonArray)file["modules"]!).RemoveAt(5)));
    }

    // The path to change, the JSON to put there (null: the property is removed), the place of the fault and its code.
    public static TheoryData<string, string?, string, string> BadFiles { get; } = new()
    {
        { "name", null, "name", "missing" },
        { "name", "null", "name", "not-readable" },
        { "name", "24", "name", "not-readable" },
        { "name", "\"\"", "name", "missing" },
        { "name", "\" Metropool\"", "name", "not-allowed" },
        { "name", "\"Metropool\\n24\"", "name", "not-allowed" },
        { "name", $"\"{new string('x', 201)}\"", "name", "wrong-length" },
        { "nickname", "\"M24\"", "nickname", "unknown-property" },
        { "statedPriceInCents", "17950.5", "statedPriceInCents", "not-readable" },
        { "statedPriceInCents", "-1", "statedPriceInCents", "out-of-range" },
        { "startsOn", "\"26-10-2026\"", "startsOn", "not-readable" },
        { "startsOn", "\"2026-02-30\"", "startsOn", "not-readable" },
        { "startsOn", "2026", "startsOn", "not-readable" },
        { "durationMonths", "0", "durationMonths", "out-of-range" },
        { "intakeDays", "{}", "intakeDays", "not-readable" },
        { "intakeDays", null, "intakeDays", "missing" },
        { "intakeDays[0]", "\"2025-09-12\"", "intakeDays[0]", "not-readable" },
        { "intakeDays[0].date", "\"2025-09\"", "intakeDays[0].date", "not-readable" },
        { "intakeDays[0].date", null, "intakeDays[0].date", "missing" },
        { "intakeDays[0].weekday", "\"vrijdag\"", "intakeDays[0].weekday", "not-readable" },
        { "intakeDays[1].date", "\"2025-09-12\"", "intakeDays[1].date", "duplicate" },
        { "modules", null, "modules", "missing" },
        { "modules[2]", "[]", "modules[2]", "not-readable" },
        { "modules[2].title", null, "modules[2].title", "missing" },
        { "modules[2].number", "4", "modules[2].number", "module-order" },
        { "modules[2].number", "9", "modules[2].number", "out-of-range" },
        { "modules[2].kind", "\"internship\"", "modules[2].kind", "module-kind" },
        { "modules[4].kind", "\"taught\"", "modules[4].kind", "module-kind" },
        { "modules[2].kind", "\"final\"", "modules[2].kind", "module-kind" },
        { "modules[2].cognitive", null, "modules[2].cognitive", "missing" },
        { "modules[2].cognitive.lecturers", "[]", "modules[2].cognitive.lecturers", "no-lecturer" },
        { "modules[2].cognitive.lecturers[1].name", "\"Marcel Veenswijk\"", "modules[2].cognitive.lecturers[1].name", "duplicate" },
        { "modules[2].cognitive.lecturers[1].label", "\"head\"", "modules[2].cognitive.lecturers[1].label", "not-readable" },
        { "modules[2].personal.title", null, "modules[2].personal.title", "missing" },
        { "modules[2].personal.trainingActorOnDay", "\"two\"", "modules[2].personal.trainingActorOnDay", "not-readable" },
        { "modules[2].personal.actor", "true", "modules[2].personal.actor", "unknown-property" },
        { "finalModule", null, "finalModule", "missing" },
        { "finalModule.themeChosenByParticipants", "\"yes\"", "finalModule.themeChosenByParticipants", "not-readable" },
        { "finalModule.lecturers", "[]", "finalModule.lecturers", "wrong-length" },
        { "people[1].role", "\"dean\"", "people[1].role", "duplicate" },
        { "people[1].role", "\"lecturer\"", "people[1].role", "not-readable" },
        { "people[4].name", "\"Michiel Kochen\"", "people[4].name", "duplicate" },
        { "people[1].email", "\"x\"", "people[1].email", "unknown-property" },
        { "people[1].name", "\"info@metropool.example\"", "people[1].name", "not-allowed" },
        { "remarks[0].text", "\"Bel 070 123 45 67\"", "remarks[0].text", "contact-details" },
        { "remarks[0].text", "\"Bel +31 70 1234567\"", "remarks[0].text", "contact-details" },
        { "remarks[0].about", "\"modules[9]\"", "remarks[0].about", "no-such-place" },
        { "remarks[0].about", "\"modules[4]!\"", "remarks[0].about", "no-such-place" },
        { "remarks[0].kind", "\"joke\"", "remarks[0].kind", "not-readable" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_fault_is_named_with_its_place(string path, string? json, string where, string code) =>
        Assert.Contains($"{where} {code}", await FaultsOfAsync(file => file.Set(path, json)));

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u2800")]
    [InlineData("a\u202Eb")]
    [InlineData("www.voorbeeld.example")]
    public async Task A_name_is_visible_and_contains_no_address(string name) =>
        Assert.StartsWith("people[0].name ", Assert.Single(await FaultsOfAsync(file => file["people"]![0]!["name"] = name)), StringComparison.Ordinal);

    [Fact]
    public async Task Import_and_correction_have_the_same_maximum_of_intake_days()
    {
        static string Day(int number) => new DateOnly(2026, 1, 1).AddDays(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        static JsonArray Days(int count) => [.. Enumerable.Range(0, count).Select(number => new JsonObject { ["date"] = Day(number) })];

        Assert.Equal(["intakeDays wrong-length"], await FaultsOfAsync(file => file["intakeDays"] = Days(EditionRules.MaximumIntakeDays + 1)));
        var file = EditionFile.Read();
        file["intakeDays"] = Days(EditionRules.MaximumIntakeDays);
        Assert.Empty(EditionFileRules.FaultsOf(Read(file)));
    }

    [Fact]
    public async Task All_faults_are_named_at_once()
    {
        var faults = await FaultsOfAsync(file =>
        {
            file.Set("name", null);
            file.Set("startsOn", "\"soon\"");
            file.Set("modules[0].title", "1");
            file.Set("people[0].role", null);
            file.Set("remarks[1].kind", "\"x\"");
        });

        Assert.Equal(
            ["modules[0].title not-readable", "name missing", "people[0].role missing", "remarks[1].kind not-readable", "startsOn not-readable"], faults);
    }

    [Fact]
    public void The_schema_has_the_same_properties_as_the_contract()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "editions", "edition.schema.json")));
        var definitions = schema.RootElement.GetProperty("$defs");
        foreach (var (type, definition) in new (Type, JsonElement)[]
        {
            (typeof(EditionContent), schema.RootElement),
            (typeof(StatedDay), definitions.GetProperty("intakeDay")),
            (typeof(ModuleContent), definitions.GetProperty("module")),
            (typeof(CognitivePart), definitions.GetProperty("cognitivePart")),
            (typeof(PersonalPart), definitions.GetProperty("personalPart")),
            (typeof(Lecturer), definitions.GetProperty("lecturer")),
            (typeof(FinalModuleContent), definitions.GetProperty("finalModule")),
            (typeof(NamedPerson), definitions.GetProperty("person")),
            (typeof(Remark), definitions.GetProperty("remark")),
        })
        {
            Assert.Equal(
                definition.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(),
                SchedulingFixture.Json.GetTypeInfo(type).Properties.Select(property => property.Name).Order());
        }
    }

    [Fact]
    public void The_edition_file_contains_no_quoted_people_and_no_contact_details()
    {
        var text = File.ReadAllText(EditionFile.FilePath);

        Assert.All(
            ["Thijssen", "van den Berg", "Friedrich", "Zwart", "@", "070"], name => Assert.DoesNotContain(name, text, StringComparison.OrdinalIgnoreCase));
    }

    private static EditionContent Read(JsonObject file) => file.Deserialize<EditionContent>(SchedulingFixture.Json)!;

    private async Task<IReadOnlyList<string>> FaultsOfAsync(Action<JsonObject> change)
    {
        var file = EditionFile.Read();
        change(file);
        using var response = await fixture.ClientFor(TestCaller.Staff(Some.Id())).SendAsync(HttpMethod.Post, "/scheduling/v1/editions", file);
        var problem = await SchedulingFixture.ReadAsync<JsonElement>(response, System.Net.HttpStatusCode.BadRequest);
        return [.. problem.Faults().Order()];
    }
}
