using Metropool.Http;

namespace Metropool.Assessment.Editions;

/// <summary>What the brochure leaves open about the assessment.</summary>
/// <param name="FinalModuleChapterObligatory">Whether the final module asks for a logbook chapter as the others do.</param>
/// <param name="PhpLabel">What the PHP is called.</param>
/// <param name="IsDefault">Whether nobody has set anything yet.</param>
internal sealed record EditionSettingsView(bool FinalModuleChapterObligatory, string PhpLabel, bool IsDefault) : IVersioned
{
    public ResourceVersion GetVersion() => ResourceVersion.Of(FinalModuleChapterObligatory, PhpLabel);

    public static EditionSettingsView Of(EditionSettings settings) => new(settings.FinalModuleChapterObligatory, settings.PhpLabel, settings.Version == 0);
}
