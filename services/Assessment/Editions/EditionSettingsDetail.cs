using Metropool.Http;

namespace Metropool.Assessment.Editions;

/// <summary>The settings of an edition for what the brochure leaves open.</summary>
/// <param name="FinalModuleChapterObligatory">Whether the logbook chapter of the final module is obligatory.</param>
/// <param name="PhpLabel">The name of the PHP.</param>
/// <param name="IsDefault">Whether these are the defaults.</param>
internal sealed record EditionSettingsDetail(bool FinalModuleChapterObligatory, string PhpLabel, bool IsDefault) : IVersioned
{
    public ResourceVersion GetVersion() => ResourceVersion.Of(FinalModuleChapterObligatory, PhpLabel);

    public static EditionSettingsDetail Of(EditionSettings settings) =>
        new(settings.FinalModuleChapterObligatory, settings.PhpLabel, settings.Version == 0);
}
