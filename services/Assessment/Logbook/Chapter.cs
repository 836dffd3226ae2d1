using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Assessment.Logbook;

/// <summary>A chapter of a participant's logbook: one for each module (R35).</summary>
internal sealed class Chapter
{
    private readonly List<ChapterVersion> _versions = [];

    public required Guid FileId { get; init; }

    public required int ModuleNumber { get; init; }

    /// <summary>The edition in which it was first submitted. It also counts in a later edition (R16).</summary>
    public required Guid EditionId { get; init; }

    /// <summary>When it was first submitted, UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>The versions, if they were loaded. Only the participant can read those before the current one.</summary>
    public IReadOnlyList<ChapterVersion> Versions => _versions;

    /// <summary>The latest version.</summary>
    public ChapterVersion Current =>
        _versions.MaxBy(version => version.Number) ?? throw new InvalidOperationException("The versions of the chapter aren't loaded.");

    /// <summary>The version at a moment; null if there was none yet.</summary>
    public ChapterVersion? AsOf(DateTimeOffset moment) => _versions.Where(version => version.WrittenAt <= moment).MaxBy(version => version.Number);

    /// <summary>Replaces the current version, or adds a version if the current one was the input of an interview.</summary>
    /// <param name="insights">The insights from the module.</param>
    /// <param name="reflection">The reflection on personal learning.</param>
    /// <param name="interviewBegun">When the last interview began; null if none has begun.</param>
    /// <param name="now">Programme time.</param>
    public void Write(string insights, string reflection, DateTimeOffset? interviewBegun, DateTimeOffset now)
    {
        if (_versions.Count > 0 && !Current.IsInputOf(interviewBegun))
        {
            Current.Replace(insights, reflection, now);
            return;
        }

        _versions.Add(new ChapterVersion
        {
            FileId = FileId,
            ModuleNumber = ModuleNumber,
            Number = _versions.Count == 0 ? 1 : Current.Number + 1,
            Insights = insights,
            Reflection = reflection,
            WrittenAt = now,
        });
    }
}

/// <summary>A version of a chapter.</summary>
internal sealed class ChapterVersion
{
    public required Guid FileId { get; init; }

    public required int ModuleNumber { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    /// <summary>The insights from the module.</summary>
    public required string Insights { get; set; }

    /// <summary>The reflection on personal learning.</summary>
    public required string Reflection { get; set; }

    public required DateTimeOffset WrittenAt { get; set; }

    /// <summary>When it was first frozen by an interview, UTC (R36); null if it isn't frozen.</summary>
    public DateTimeOffset? FrozenAt { get; private set; }

    /// <summary>Whether it is the input of an interview, or becomes it once the interview is recorded.</summary>
    public bool IsInputOf(DateTimeOffset? interviewBegun) => FrozenAt is not null || interviewBegun >= WrittenAt;

    public void Replace(string insights, string reflection, DateTimeOffset now) => (Insights, Reflection, WrittenAt) = (insights, reflection, now);

    public void Freeze(DateTimeOffset now) => FrozenAt ??= now;
}

internal sealed class ChapterConfiguration : IEntityTypeConfiguration<Chapter>
{
    public void Configure(EntityTypeBuilder<Chapter> builder)
    {
        builder.ToTable("chapters");
        builder.HasKey(chapter => new { chapter.FileId, chapter.ModuleNumber });
        builder.Ignore(chapter => chapter.Current);
        builder.HasMany(chapter => chapter.Versions).WithOne().HasForeignKey(version => new { version.FileId, version.ModuleNumber });
    }
}

internal sealed class ChapterVersionConfiguration : IEntityTypeConfiguration<ChapterVersion>
{
    public void Configure(EntityTypeBuilder<ChapterVersion> builder)
    {
        builder.ToTable("chapter_versions");
        builder.HasKey(version => new { version.FileId, version.ModuleNumber, version.Number });
        builder.Property(version => version.Number).ValueGeneratedNever();
    }
}
