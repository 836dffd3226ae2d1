using System.Net;
using System.Text.Json.Nodes;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>Bad input is refused, and good input kept as it is.</summary>
public sealed class InputTests(IntakeFixture intake)
{
    private static readonly string[] TextFields =
    [
        "name.callName", "name.prefix", "name.surname", "name.titlesBefore", "name.titlesAfter", "name.certificateName", "employer.name", "function", "challenge",
        "learningWishes.cognitive", "learningWishes.personal", "motivation", "capacities", "interviewNeeds",
    ];

    [Fact]
    public async Task Every_field_has_a_limit_and_all_that_is_too_long_is_named_at_once()
    {
        var scene = await Scene.OpenAsync(intake);
        var content = new JsonObject
        {
            ["editionId"] = scene.Edition.EditionId,
            ["name"] = new JsonObject
            {
                ["callName"] = Long(101), ["prefix"] = Long(31), ["surname"] = Long(101), ["titlesBefore"] = Long(61), ["titlesAfter"] = Long(61), ["certificateName"] = Long(251),
            },
            ["employer"] = new JsonObject { ["name"] = Long(251) },
            ["function"] = Long(251),
            ["challenge"] = Long(8001),
            ["learningWishes"] = new JsonObject { ["cognitive"] = Long(8001), ["personal"] = Long(8001) },
            ["motivation"] = Long(8001),
            ["capacities"] = Long(8001),
            ["interviewNeeds"] = Long(1001),
        };

        var problem = await SomebodyAsync(content).RefusedAsync(HttpStatusCode.BadRequest, "request.invalid");

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
    public async Task Control_characters_are_refused(string field, string value)
    {
        var content = Candidate.Complete(Some.Id());
        Set(content, field, value);

        var problem = await SomebodyAsync(content).RefusedAsync(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal([field], problem.Each("errors", "where"));
    }

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u00AD")]
    [InlineData("\u2800")]
    [InlineData("\u3164")]
    [InlineData("\uFE0F")]
    public async Task A_certificate_is_never_for_a_name_that_nobody_sees(string nothing)
    {
        var scene = await Scene.OpenAsync(intake);
        var content = Candidate.Complete(scene.Edition.EditionId);
        Set(content, "name.certificateName", nothing);
        var candidate = await scene.DraftAsync(content);

        var problem = await candidate.SubmitAsync().RefusedAsync(HttpStatusCode.BadRequest, "intake.application-incomplete");

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
        var content = Candidate.Complete(Some.Id());
        Set(content, field, JsonNode.Parse(value));

        await SomebodyAsync(content).RefusedAsync(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"motivation":"\ud800"}""")]
    public async Task What_is_no_application_is_refused(string body)
    {
        using var answer = await intake.ClientFor(TestCaller.Person(Some.Id())).PostAsync("/intake/v1/applications", body);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("'; DROP TABLE applications; --")]
    [InlineData("{{7*7}} ${7*7} %s %n")]
    [InlineData("Ünïcode 漢字 العربية 👩‍💻")]
    [InlineData("twee\nregels\tmet tab")]
    public async Task Text_is_kept_as_text(string text)
    {
        var scene = await Scene.OpenAsync(intake);
        var content = Candidate.Complete(scene.Edition.EditionId);
        content["motivation"] = text;

        var candidate = await scene.DraftAsync(content);

        Assert.Equal(text, (await candidate.ReadAsync()).Text("motivation"));
    }

    [Theory]
    [InlineData("status=perhaps")]
    [InlineData("editionId=metropool")]
    [InlineData("externalReferenc=HR-0042")]
    [InlineData("externalReference=%E2%80%8B")]
    public async Task A_wrong_filter_is_refused(string query)
    {
        var scene = await Scene.OpenAsync(intake);
        var edition = query.StartsWith("editionId", StringComparison.Ordinal) ? "" : $"editionId={scene.Edition.EditionId}&";

        using var answer = await scene.Dean.FetchAsync($"/intake/v1/applications?{edition}{query}");

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    private static string Long(int length) => new('x', length);

    private static void Set(JsonObject content, string path, JsonNode? value)
    {
        var parts = path.Split('.');
        var at = parts.Length == 1 ? content : content[parts[0]]!.AsObject();
        at[parts[^1]] = value;
    }

    private Task<HttpResponseMessage> SomebodyAsync(JsonObject content) => intake.ClientFor(TestCaller.Person(Some.Id())).PostAsync("/intake/v1/applications", content);
}
