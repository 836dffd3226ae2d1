namespace Metropool.Intake.Tests;

/// <summary>The search for applications by name and employer.</summary>
public sealed class SearchTests(IntakeFixture intake)
{
    [Theory]
    [InlineData("celik", "Çelik")]
    [InlineData("ÇEL", "Çelik")]
    [InlineData("zuid vriesm", "Vriesman")]
    [InlineData("zuid", "Vries,Vriesman")]
    [InlineData("%", "100%_zeker")]
    [InlineData("0%_z", "100%_zeker")]
    [InlineData("\\", "")]
    [InlineData("nergens", "")]
    public async Task A_search_matches_every_word_in_name_or_employer_and_ignores_case_and_accents(string text, string expected)
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.NamedAsync("Çelik", employer: "Gemeente Noord");
        await scenario.NamedAsync("Vries", employer: "Gemeente Zuid");
        await scenario.NamedAsync("Vriesman", employer: "Waterschap Zuiderzee");
        await scenario.NamedAsync("100%_zeker", employer: "Gemeente Noord");
        await (await Scenario.CreateAsync(intake)).NamedAsync("Çelik", employer: "Gemeente Zuid");

        var found = await scenario.SearchAsync(new { text, editionId = scenario.EditionId });

        Assert.Equal(expected is "" ? [] : expected.Split(','), Surnames(found));
    }

    [Fact]
    public async Task A_search_continues_after_the_last_result()
    {
        var scenario = await Scenario.CreateAsync(intake);
        foreach (var surname in (string[])["Bakker", "Bakkerman", "Bakkers"])
        {
            await scenario.NamedAsync(surname);
        }

        var first = await scenario.SearchAsync(new { text = "bakker", limit = 2 });
        var second = await scenario.SearchAsync(new { text = "bakker", limit = 2, after = first.Id("after") });

        Assert.Equal(["Bakker", "Bakkerman", "Bakkers"], Surnames(first).Concat(Surnames(second)));
        Assert.Null(second.At("after"));
        await scenario.Manager.PostAsync("/intake/v1/applications/searches", new { text = "bakker", after = Some.Id() })
            .RefusedAsync(BadRequest, "request.cursor-invalid");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task A_search_returns_surnames_that_start_with_the_text_first_for_any_page_size(int limit)
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.NamedAsync("Aalberts", employer: "Gemeente Noordwijk");
        await scenario.NamedAsync("Van Noord");
        await scenario.NamedAsync("Noordam");
        await scenario.NamedAsync("Noord", employer: "Gemeente Noordwijk");
        await scenario.NamedAsync("Zuid");

        var (surnames, after) = (new List<string>(), default(Guid?));
        do
        {
            var page = await scenario.SearchAsync(new { text = "noord", editionId = scenario.EditionId, limit, after });
            surnames.AddRange(page.Each("items", "displayName").Select(name => name.Replace("Deelnemer ", "", StringComparison.Ordinal)));
            after = page.At("after") is null ? null : page.Id("after");
        }
        while (after is not null);

        Assert.Equal(["Noord", "Noordam", "Aalberts", "Van Noord"], surnames);
        var waiting = await scenario.SearchAsync(new { text = "noord", editionId = scenario.EditionId, order = "waiting" });
        Assert.Equal(4, waiting.Items().Count);
    }

    [Fact]
    public async Task Any_of_several_words_can_be_the_start_of_the_surname()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.NamedAsync("Aalberts", employer: "Gemeente Çelik");
        await scenario.NamedAsync("Çelik");

        var found = await scenario.SearchAsync(new { text = "deelnemer celik", editionId = scenario.EditionId });

        Assert.Equal(["Çelik", "Aalberts"], Surnames(found));
    }

    [Fact]
    public async Task A_search_finds_a_changed_name_and_not_the_former_one()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.DraftAsync();
        var content = scenario.ContentByName();
        content["name"]!["surname"] = "Nieuwenhuis";
        await candidate.ReplaceAsync(content).OkAsync();
        await candidate.SubmitAsync().OkAsync();

        Assert.Single((await scenario.SearchAsync(new { text = "nieuwenhuis" })).Items());
        Assert.Empty((await scenario.SearchAsync(new { text = "voorbeeld" })).Items());
    }

    private static IEnumerable<string> Surnames(JsonNode found) => found.Each("items", "displayName").Select(name => name.Split(' ')[^1]);
}
