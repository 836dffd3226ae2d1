using System.Net;
using Metropool.Assessment.Pages;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>What people type is kept as it is; what no text can hold is refused.</summary>
public sealed class InputTests(AssessmentFixture fixture)
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("'; DROP TABLE pages; --")]
    [InlineData("Ünïcode 漢字 العربية 👩\u200d💻")]
    [InlineData("twee\nregels\tmet tab")]
    public async Task Text_is_kept_unchanged(string text)
    {
        var scenario = await Scenario.CreateAsync(fixture);

        await scenario.Participant.Put($"{scenario.Path}/challenge", new { text }).Read<PageDetail>();

        Assert.Equal(text, (await scenario.Dean.Get($"{scenario.Path}/challenge").Read<PageDetail>()).Current!.Text);
    }

    [Fact]
    public async Task Text_is_stored_composed()
    {
        var scenario = await Scenario.CreateAsync(fixture);

        await scenario.Participant.Put($"{scenario.Path}/challenge", new { text = "Cafe\u0301 van Zoe\u0308" }).Read<PageDetail>();

        Assert.Equal("Caf\u00E9 van Zo\u00EB", (await scenario.Dean.Get($"{scenario.Path}/challenge").Read<PageDetail>()).Current!.Text);
    }

    [Theory]
    [InlineData("Wonen\u0000")]
    [InlineData("Wonen\u001b[31m")]
    [InlineData("Wonen\u007f")]
    [InlineData("\u202EWonen")]
    [InlineData("Wonen\u0378")]
    public async Task Control_characters_are_refused(string text)
    {
        var scenario = await Scenario.CreateAsync(fixture);

        var problem = await scenario.Participant.Put($"{scenario.Path}/challenge", new { text }).Refused(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal(["text"], problem.Locations);
    }
}
