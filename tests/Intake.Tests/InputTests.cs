namespace Metropool.Intake.Tests;

/// <summary>Invalid input is refused, and valid input is stored unchanged.</summary>
public sealed class InputTests(IntakeFixture intake)
{
    private static readonly string[] TextFields =
    [
        "name.callName", "name.prefix", "name.surname", "name.titlesBefore", "name.titlesAfter", "name.certificateName", "employer.name", "function",
        "challenge", "learningWishes.cognitive", "learningWishes.personal", "motivation", "capacities", "interviewNeeds",
    ];

    [Fact]
    public async Task Every_text_has_a_limit_and_all_texts_that_are_too_long_are_named()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var content = new JsonObject
        {
            ["editionId"] = scenario.EditionId,
            ["name"] = new JsonObject
            {
                ["callName"] = Long(101),
                ["prefix"] = Long(31),
                ["surname"] = Long(101),
                ["titlesBefore"] = Long(61),
                ["titlesAfter"] = Long(61),
                ["certificateName"] = Long(251),
            },
            ["employer"] = new JsonObject { ["name"] = Long(251) },
            ["function"] = Long(251),
            ["challenge"] = Long(8001),
            ["learningWishes"] = new JsonObject { ["cognitive"] = Long(8001), ["personal"] = Long(8001) },
            ["motivation"] = Long(8001),
            ["capacities"] = Long(8001),
            ["interviewNeeds"] = Long(1001),
        };

        var problem = await StartAsync(content).RefusedAsync(BadRequest, "request.invalid");

        Assert.Equal(TextFields.Order(), problem.Each("errors", "where").Order());
    }

    [Theory]
    [InlineData("name.callName", "Deel\nnemer")]
    [InlineData("name.surname", "Voor\u0000beeld")]
    [InlineData("function", "Adviseur\t")]
    [InlineData("motivation", "Omdat\u0000")]
    [InlineData("name.callName", "\u202Eeman")]
    [InlineData("function", "a\uFFFF")]
    [InlineData("employer.name", "Zie https://example.com")]
    [InlineData("name.callName", "www.example.com")]
    [InlineData("name.surname", "a@example.com")]
    [InlineData("name.certificateName", "A\u0378")]
    [InlineData("challenge", "Wonen\u001b[31m")]
    public async Task Control_characters_and_links_are_refused(string field, string value)
    {
        var content = Candidate.Content(Some.Id());
        Set(content, field, value);

        var problem = await StartAsync(content).RefusedAsync(BadRequest, "request.invalid");

        Assert.Equal([field], problem.Each("errors", "where"));
    }

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u00AD")]
    [InlineData("\u2800")]
    [InlineData("\u3164")]
    [InlineData("\uFE0F")]
    public async Task An_invisible_name_for_the_certificate_is_refused(string invisible)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var content = scenario.ContentByName();
        Set(content, "name.certificateName", invisible);
        var candidate = await scenario.DraftAsync(content);

        var problem = await candidate.SubmitAsync().RefusedAsync(BadRequest, "intake.application-incomplete");

        Assert.Equal(["name.certificateName"], problem.Each("errors", "where"));
    }

    [Theory]
    [InlineData("editionId", "\"metropool\"")]
    [InlineData("employer.from", "\"2025-02-30\"")]
    [InlineData("employer.from", "\"12-09-2025\"")]
    [InlineData("employer.organisationId", "12")]
    [InlineData("motivation", "12")]
    [InlineData("motivation", """{"html":"x"}""")]
    [InlineData("birthday", "\"1980-01-01\"")]
    [InlineData("name.nickname", "\"x\"")]
    public async Task Unknown_fields_and_wrong_types_are_refused(string field, string value)
    {
        var content = Candidate.Content(Some.Id());
        Set(content, field, JsonNode.Parse(value));

        await StartAsync(content).RefusedAsync(BadRequest, "request.invalid");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"motivation":"\ud800"}""")]
    public async Task An_invalid_application_is_refused(string body)
    {
        using var answer = await intake.PersonClient().PostAsync("/intake/v1/applications", body);

        Assert.Equal((BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("'; DROP TABLE applications; --")]
    [InlineData("{{7*7}} ${7*7} %s %n")]
    [InlineData("Ünïcode 漢字 العربية 👩‍💻")]
    [InlineData("twee\nregels\tmet tab")]
    public async Task Text_is_stored_unchanged(string text)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var content = scenario.ContentByName();
        content["motivation"] = text;

        var candidate = await scenario.DraftAsync(content);

        Assert.Equal(text, await candidate.TextAsync("motivation"));
    }

    [Theory]
    [InlineData("status=perhaps")]
    [InlineData("editionId=metropool")]
    [InlineData("externalReferenc=HR-0042")]
    [InlineData("externalReference=%E2%80%8B")]
    public async Task An_invalid_filter_is_refused(string query)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var edition = query.StartsWith("editionId", StringComparison.Ordinal) ? "" : $"editionId={scenario.EditionId}&";

        using var answer = await scenario.Dean.Get($"/intake/v1/applications?{edition}{query}");

        Assert.Equal((BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    private static string Long(int length) => new('x', length);

    private static void Set(JsonObject content, string path, JsonNode? value)
    {
        var parts = path.Split('.');
        var at = parts.Length == 1 ? content : content[parts[0]]!.AsObject();
        at[parts[^1]] = value;
    }

    private Task<HttpResponseMessage> StartAsync(JsonObject content) => intake.PersonClient().PostAsync("/intake/v1/applications", content);
}
