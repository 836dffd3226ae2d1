using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Assessment.Pages;

/// <summary>The texts that a participant writes in addition to the logbook.</summary>
internal enum PageKind
{
    /// <summary>The learning plan (leerplan), begun in module 1 (R34).</summary>
    LearningPlan,

    /// <summary>The challenge (opgave) that the participant works on (R34).</summary>
    Challenge,

    /// <summary>The PHP: the input of the final interview, together with the internship report (R37).</summary>
    Php,
}

/// <summary>The learning plan, the challenge or the PHP of a participant.</summary>
internal sealed class Page
{
    private readonly List<PageVersion> _versions = [];

    public required Guid FileId { get; init; }

    public required PageKind Kind { get; init; }

    /// <summary>When it was first written, UTC.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>The versions, if they were loaded. Only the participant can read those before the current one.</summary>
    public IReadOnlyList<PageVersion> Versions => _versions;

    /// <summary>The latest version.</summary>
    public PageVersion Current =>
        _versions.MaxBy(version => version.Number) ?? throw new InvalidOperationException("The versions of the page aren't loaded.");

    /// <summary>The version at a moment; null if there was none yet.</summary>
    public PageVersion? AsOf(DateTimeOffset moment) => _versions.Where(version => version.WrittenAt <= moment).MaxBy(version => version.Number);

    /// <summary>Replaces a PHP that isn't the input of an interview, or else adds a version. The same text again changes nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepGoing">How the participant keeps applying what was learnt.</param>
    /// <param name="inputUntil">Until when a text can become the input of an interview; null if no interview has begun.</param>
    /// <param name="now">Programme time.</param>
    public void Write(string text, string? keepGoing, DateTimeOffset? inputUntil, DateTimeOffset now)
    {
        if (_versions.Count > 0 && (Current.Text, Current.KeepGoing) == (text, keepGoing))
        {
            return;
        }

        if (_versions.Count > 0 && Kind == PageKind.Php && !Current.IsInput(inputUntil))
        {
            Current.Replace(text, now);
            return;
        }

        _versions.Add(new PageVersion
        {
            FileId = FileId,
            Kind = Kind,
            Number = _versions.Count == 0 ? 1 : Current.Number + 1,
            Text = text,
            KeepGoing = keepGoing,
            WrittenAt = now,
        });
    }
}

/// <summary>A version of a page.</summary>
internal sealed class PageVersion
{
    public required Guid FileId { get; init; }

    public required PageKind Kind { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    public required string Text { get; set; }

    /// <summary>How the participant keeps applying what was learnt (borgen); at the end of the programme.</summary>
    public string? KeepGoing { get; init; }

    public required DateTimeOffset WrittenAt { get; set; }

    /// <summary>When the final interview froze it, UTC (R37); null if it didn't.</summary>
    public DateTimeOffset? FrozenAt { get; private set; }

    /// <summary>Whether it is the input of an interview, or becomes it once the interview is recorded.</summary>
    public bool IsInput(DateTimeOffset? inputUntil) => FrozenAt is not null || inputUntil >= WrittenAt;

    public void Replace(string text, DateTimeOffset now) => (Text, WrittenAt) = (text, now);

    public void Freeze(DateTimeOffset now) => FrozenAt ??= now;
}

internal sealed class PageConfiguration : IEntityTypeConfiguration<Page>
{
    public void Configure(EntityTypeBuilder<Page> builder)
    {
        builder.ToTable("pages");
        builder.HasKey(page => new { page.FileId, page.Kind });
        builder.Ignore(page => page.Current);
        builder.HasMany(page => page.Versions).WithOne().HasForeignKey(version => new { version.FileId, version.Kind });
    }
}

internal sealed class PageVersionConfiguration : IEntityTypeConfiguration<PageVersion>
{
    public void Configure(EntityTypeBuilder<PageVersion> builder)
    {
        builder.ToTable("page_versions");
        builder.HasKey(version => new { version.FileId, version.Kind, version.Number });
        builder.Property(version => version.Number).ValueGeneratedNever();
    }
}
