using System.Net;
using Metropool.Assessment.Editions;
using Metropool.Contracts.Assessment;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>The settings of an edition for what the brochure leaves open.</summary>
public sealed class SettingsTests(AssessmentFixture fixture)
{
    [Fact]
    public async Task By_default_the_final_modules_chapter_is_optional_and_the_PHP_is_called_PHP()
    {
        var scenario = await Scenario.CreateAsync(fixture);

        Assert.Equal(
            new EditionSettingsDetail(false, "PHP", true),
            await scenario.Dean.Get($"/assessment/v1/editions/{scenario.Edition.EditionId}/settings").Read<EditionSettingsDetail>());
    }

    [Fact]
    public async Task R35_The_programme_manager_can_make_the_final_modules_chapter_obligatory()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.MeetAllRequirementsAsync();
        var path = $"/assessment/v1/editions/{scenario.Edition.EditionId}/settings";
        await scenario.Dean.Put(path, new ChangeEditionSettingsRequest(true, "PHP")).Refused(HttpStatusCode.Forbidden, "assessment.role-needed");

        var set = await scenario.ProgrammeManager.Put(path, new ChangeEditionSettingsRequest(true, "Persoonlijk handelingsplan")).Read<EditionSettingsDetail>();

        Assert.Equal(new EditionSettingsDetail(true, "Persoonlijk handelingsplan", false), set);
        Assert.False((await scenario.GetAsync()).AllRequirementsMet);
        var refusal = await scenario.IssueCertificateAsync(scenario.Dean).Refused(HttpStatusCode.Conflict, "assessment.requirements-missing");
        Assert.Equal(["chapter-7"], refusal.Locations);
        Assert.Contains((await scenario.RequirementsAsync()).Items, item => item.Label == "Persoonlijk handelingsplan ingeleverd");
        await scenario.SubmitChapterAsync(7);
        await fixture.Events.PublishedAsync<AssessmentChanged>(
            e => e.Change == AssessmentChange.RequirementsMet && e.AssessmentId == scenario.Id && e.ChaptersSubmitted.Contains(7));

        await scenario.ProgrammeManager.Put(path, new ChangeEditionSettingsRequest(false, "PHP")).Read<EditionSettingsDetail>();
        Assert.True((await scenario.GetAsync()).AllRequirementsMet);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task The_PHP_has_a_name(string label)
    {
        var scenario = await Scenario.CreateAsync(fixture);

        var refused = await scenario.ProgrammeManager
            .Put($"/assessment/v1/editions/{scenario.Edition.EditionId}/settings", new ChangeEditionSettingsRequest(false, label))
            .Refused(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal(["phpLabel"], refused.Locations);
    }
}
