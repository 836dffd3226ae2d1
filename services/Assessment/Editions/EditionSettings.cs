namespace Metropool.Assessment.Editions;

/// <summary>What the brochure leaves open about the assessment, for one edition. Without a row the defaults of <see cref="AssessmentSettings"/> hold.</summary>
internal sealed class EditionSettings
{
    public required Guid EditionId { get; init; }

    public long Version { get; private set; }

    /// <summary>Whether the final module asks for a logbook chapter as the others do (R35).</summary>
    public bool FinalModuleChapterObligatory { get; private set; }

    /// <summary>What the PHP is called.</summary>
    public string PhpLabel { get; private set; } = "";

    public DateTimeOffset? ChangedAt { get; private set; }

    public Guid? ChangedBy { get; private set; }

    public static EditionSettings Defaults(Guid editionId, AssessmentSettings defaults) => new()
    {
        EditionId = editionId,
        FinalModuleChapterObligatory = defaults.DefaultFinalModuleChapterObligatory,
        PhpLabel = defaults.DefaultPhpLabel,
    };

    public void Change(bool finalModuleChapterObligatory, string phpLabel, Guid by, DateTimeOffset now)
    {
        Version++;
        (FinalModuleChapterObligatory, PhpLabel, ChangedBy, ChangedAt) = (finalModuleChapterObligatory, phpLabel.Trim(), by, now);
    }
}
