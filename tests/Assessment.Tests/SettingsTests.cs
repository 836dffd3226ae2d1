using System.Net;
using Metropool.Assessment.Editions;
using Metropool.Contracts.Assessment;

namespace Metropool.Assessment.Tests;

/// <summary>What the brochure leaves open.</summary>
public sealed class SettingsTests(AssessmentFixture fixture)
{
    [Fact]
    public async Task By_default_the_final_modules_chapter_is_optional_and_the_PHP_is_called_PHP()
    {
        var scene = await Scene.OpenAsync(fixture);

        Assert.Equal(new EditionSettingsView(false, "PHP", true), await scene.Dean.Get($"/editions/{scene.Edition.EditionId}/settings").Read<EditionSettingsView>());
    }

    [Fact]
    public async Task R35_The_programme_manager_can_make_the_final_modules_chapter_obligatory()
    {
        var scene = await Scene.OpenAsync(fixture);
        await scene.MeetEverythingAsync();
        var path = $"/editions/{scene.Edition.EditionId}/settings";
        await scene.Dean.Put(path, new ChangeEditionSettingsRequest(true, "PHP")).Refused(HttpStatusCode.Forbidden, "assessment.not-programme-manager");

        var set = await scene.ProgrammeManager.Put(path, new ChangeEditionSettingsRequest(true, "Persoonlijk handelingsplan")).Read<EditionSettingsView>();

        Assert.Equal(new EditionSettingsView(true, "Persoonlijk handelingsplan", false), set);
        Assert.False((await scene.FileAsync()).AllRequirementsMet);
        Assert.Equal(["chapter-7"], (await scene.Dean.Post($"{scene.Path}/certificate").Refused(HttpStatusCode.Conflict, "assessment.requirements-missing")).Wheres);
        Assert.Contains((await scene.RequirementsAsync()).Items, item => item.Label == "Persoonlijk handelingsplan ingeleverd");
        await scene.HandInAsync(7);
        await fixture.Events.PublishedAsync<RequirementsMet>(e => e.AssessmentId == scene.Id && e.ChaptersSubmitted.Contains(7));

        await scene.ProgrammeManager.Put(path, new ChangeEditionSettingsRequest(false, "PHP")).Read<EditionSettingsView>();
        Assert.True((await scene.FileAsync()).AllRequirementsMet);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task The_PHP_has_a_name(string label)
    {
        var scene = await Scene.OpenAsync(fixture);

        var refused = await scene.ProgrammeManager.Put($"/editions/{scene.Edition.EditionId}/settings", new ChangeEditionSettingsRequest(false, label)).Refused(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal(["phpLabel"], refused.Wheres);
    }
}
