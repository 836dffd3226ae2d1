using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Assessment.Editions;

/// <summary>The settings of an edition for what the brochure leaves open. Without a row the defaults of <see cref="AssessmentSettings"/> apply.</summary>
internal sealed class EditionSettings
{
    public required Guid EditionId { get; init; }

    public long Version { get; private set; }

    /// <summary>Whether the logbook chapter of the final module is obligatory (R35).</summary>
    public bool FinalModuleChapterObligatory { get; private set; }

    /// <summary>The name of the PHP.</summary>
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

internal sealed class EditionSettingsConfiguration : IEntityTypeConfiguration<EditionSettings>
{
    public void Configure(EntityTypeBuilder<EditionSettings> builder)
    {
        builder.ToTable("edition_settings");
        builder.HasKey(settings => settings.EditionId);
        builder.Property(settings => settings.EditionId).ValueGeneratedNever();
        builder.Property(settings => settings.Version).IsConcurrencyToken();
    }
}
