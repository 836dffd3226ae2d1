using Metropool.Assessment.Assessments;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Replicas;
using Metropool.Http;

namespace Metropool.Assessment.Logbook;

/// <summary>A participant's logbook.</summary>
/// <param name="Chapters">A chapter for each module, in the order of the modules.</param>
internal sealed record LogbookDetail(IReadOnlyList<ChapterDetail> Chapters) : IVersioned
{
    public ResourceVersion GetVersion() => VersionOf(Chapters.Where(chapter => chapter.Current is not null)
        .Select(chapter => (chapter.ModuleNumber, chapter.Current!.Version, chapter.Current.Insights, chapter.Current.Reflection)));

    /// <summary>The version of the texts. It doesn't change when a chapter opens or an interview freezes one: a PUT is not refused because of that.</summary>
    public static ResourceVersion VersionOf(AssessmentFile file) => VersionOf(file.Chapters
        .Select(chapter => (chapter.ModuleNumber, chapter.Current.Number, chapter.Current.Insights, chapter.Current.Reflection)));

    private static ResourceVersion VersionOf(IEnumerable<(int Module, int Version, string Insights, string Reflection)> texts) =>
        ResourceVersion.Of(texts.OrderBy(text => text.Module).SelectMany(text => new object?[] { text.Module, text.Version, text.Insights, text.Reflection }));

    public static LogbookDetail Of(AssessmentFile file, EditionProgress edition) =>
        new([.. edition.Modules.Select(module => ChapterDetail.Of(module, file, edition))]);
}

/// <summary>A chapter of a logbook.</summary>
internal sealed record ChapterDetail
{
    /// <summary>The module's place in the order: 1 to 6, and 7 for the final module.</summary>
    public required int ModuleNumber { get; init; }

    /// <summary>The module's title.</summary>
    public required string Title { get; init; }

    /// <summary>Whether the certificate requires it.</summary>
    public required bool Obligatory { get; init; }

    /// <summary>When it could first be written, UTC; null until then.</summary>
    public DateTimeOffset? OpenSince { get; init; }

    /// <summary>When it was first submitted, UTC.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The edition in which it was first submitted.</summary>
    public Guid? EditionId { get; init; }

    /// <summary>The current version.</summary>
    public ChapterVersionDetail? Current { get; init; }

    public static ChapterDetail Of(Module module, AssessmentFile file, EditionProgress edition)
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
            Current = chapter is null ? null : ChapterVersionDetail.Of(chapter.Current),
        };
    }
}

/// <summary>A version of a chapter.</summary>
/// <param name="Version">1 for the first.</param>
/// <param name="Insights">The insights from the module.</param>
/// <param name="Reflection">The reflection on personal learning.</param>
/// <param name="WrittenAt">When it was written, UTC.</param>
/// <param name="FrozenAt">When an interview froze it, UTC; null if none did.</param>
internal sealed record ChapterVersionDetail(int Version, string Insights, string Reflection, DateTimeOffset WrittenAt, DateTimeOffset? FrozenAt)
{
    public static ChapterVersionDetail Of(ChapterVersion version) =>
        new(version.Number, version.Insights, version.Reflection, version.WrittenAt, version.FrozenAt);
}
