using Metropool.Assessment.Editions;
using Metropool.Assessment.Files;
using Metropool.Http;

namespace Metropool.Assessment.Logbook;

/// <summary>A participant's logbook.</summary>
/// <param name="Chapters">A chapter for each module, in their order.</param>
internal sealed record LogbookView(IReadOnlyList<ChapterView> Chapters) : IVersioned
{
    public ResourceVersion GetVersion() => VersionOf(Chapters.Where(chapter => chapter.Current is not null)
        .Select(chapter => (chapter.ModuleNumber, chapter.Current!.Version, chapter.Current.Insights, chapter.Current.Reflection)));

    /// <summary>What its writer would overwrite: the texts alone. That a chapter opens, or an interview freezes one, is no reason to send a writer back.</summary>
    public static ResourceVersion VersionOf(AssessmentFile file) => VersionOf(file.Chapters.OrderBy(chapter => chapter.ModuleNumber)
        .Select(chapter => (chapter.ModuleNumber, chapter.Current.Number, chapter.Current.Insights, chapter.Current.Reflection)));

    private static ResourceVersion VersionOf(IEnumerable<(int Module, int Version, string Insights, string Reflection)> texts) =>
        ResourceVersion.Of(texts.OrderBy(text => text.Module).SelectMany(text => new object?[] { text.Module, text.Version, text.Insights, text.Reflection }));

    public static LogbookView Of(AssessmentFile file, EditionProgress edition) => new([.. edition.Modules.Select(module => ChapterView.Of(module, file, edition))]);
}

/// <summary>A chapter of a logbook.</summary>
internal sealed record ChapterView
{
    /// <summary>The module's place in the order: 1 to 6, and 7 for the final module.</summary>
    public required int ModuleNumber { get; init; }

    /// <summary>The module's title.</summary>
    public required string Title { get; init; }

    /// <summary>Whether the certificate asks for it.</summary>
    public required bool Obligatory { get; init; }

    /// <summary>Since when it can be written, UTC; null while it can't.</summary>
    public DateTimeOffset? OpenSince { get; init; }

    /// <summary>When it was first handed in, UTC.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The edition in which it was first handed in.</summary>
    public Guid? EditionId { get; init; }

    /// <summary>The current text.</summary>
    public ChapterText? Current { get; init; }

    public static ChapterView Of(Module module, AssessmentFile file, EditionProgress edition)
    {
        var chapter = file.Chapters.SingleOrDefault(c => c.ModuleNumber == module.Number);
        return new()
        {
            ModuleNumber = module.Number,
            Title = module.Title,
            Obligatory = edition.ChapterIsObligatory(module),
            OpenSince = file.ChapterOpenSince(module, edition),
            SubmittedAt = chapter?.SubmittedAt,
            EditionId = chapter?.EditionId,
            Current = chapter is null ? null : ChapterText.Of(chapter.Current),
        };
    }
}

/// <summary>A text of a chapter.</summary>
/// <param name="Version">1 for the first.</param>
/// <param name="Insights">The insights from the module.</param>
/// <param name="Reflection">The reflection on one's own learning.</param>
/// <param name="WrittenAt">When it was written, UTC.</param>
/// <param name="FrozenAt">When an interview froze it, UTC; null where none did.</param>
internal sealed record ChapterText(int Version, string Insights, string Reflection, DateTimeOffset WrittenAt, DateTimeOffset? FrozenAt)
{
    public static ChapterText Of(ChapterVersion version) => new(version.Number, version.Insights, version.Reflection, version.WrittenAt, version.FrozenAt);
}
