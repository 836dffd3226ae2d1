namespace Metropool.Assessment.Logbook;

/// <summary>A chapter of a participant's logbook: one for each module (R35).</summary>
internal sealed class Chapter
{
    private readonly List<ChapterVersion> _versions = [];

    public required Guid FileId { get; init; }

    public required int ModuleNumber { get; init; }

    /// <summary>The edition in which it was first handed in: it carries over to a later one, and names where it comes from (R16).</summary>
    public required Guid EditionId { get; init; }

    /// <summary>When it was first handed in, UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>The texts, where they are loaded. All but the last are the writer's alone.</summary>
    public IReadOnlyList<ChapterVersion> Versions => _versions;

    /// <summary>The text that readers see.</summary>
    public ChapterVersion Current => _versions.MaxBy(version => version.Number) ?? throw new InvalidOperationException("The texts of the chapter are not loaded.");

    /// <summary>The text that stood there at a moment; null where there was none yet.</summary>
    public ChapterVersion? AsOf(DateTimeOffset moment) => _versions.Where(version => version.WrittenAt <= moment).MaxBy(version => version.Number);

    /// <summary>Puts a text in the place of the current one, or beside it where an interview had that as input.</summary>
    /// <param name="insights">The insights from the module.</param>
    /// <param name="reflection">The reflection on one's own learning.</param>
    /// <param name="interviewBegun">When the last interview began, if there was one.</param>
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

/// <summary>A text of a chapter.</summary>
internal sealed class ChapterVersion
{
    public required Guid FileId { get; init; }

    public required int ModuleNumber { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    /// <summary>The insights from the module.</summary>
    public required string Insights { get; set; }

    /// <summary>The reflection on one's own learning.</summary>
    public required string Reflection { get; set; }

    public required DateTimeOffset WrittenAt { get; set; }

    /// <summary>When an interview first froze it (R36); null while none did.</summary>
    public DateTimeOffset? FrozenAt { get; private set; }

    /// <summary>Whether it is, or may become, what an interview had as input.</summary>
    public bool IsInputOf(DateTimeOffset? interviewBegun) => FrozenAt is not null || interviewBegun >= WrittenAt;

    public void Replace(string insights, string reflection, DateTimeOffset now) => (Insights, Reflection, WrittenAt) = (insights, reflection, now);

    public void Freeze(DateTimeOffset now) => FrozenAt ??= now;
}
