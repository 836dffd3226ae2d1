namespace Metropool.Assessment.Pages;

/// <summary>What a participant writes besides the logbook.</summary>
internal enum PageKind
{
    /// <summary>The learning plan (leerplan), begun in module 1 (R34).</summary>
    LearningPlan,

    /// <summary>The challenge (opgave) that the participant works on (R34).</summary>
    Challenge,

    /// <summary>The PHP: with the internship report the starting point of the final interview (R37).</summary>
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

    /// <summary>The texts, where they are loaded. All but the last are the writer's alone.</summary>
    public IReadOnlyList<PageVersion> Versions => _versions;

    /// <summary>The text that readers see.</summary>
    public PageVersion Current => _versions.MaxBy(version => version.Number) ?? throw new InvalidOperationException("The texts of the page are not loaded.");

    /// <summary>The text that stood there at a moment; null where there was none yet.</summary>
    public PageVersion? AsOf(DateTimeOffset moment) => _versions.Where(version => version.WrittenAt <= moment).MaxBy(version => version.Number);

    /// <summary>Writes a text: in the place of the PHP that no interview had as input, else as a new version. The same text again changes nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepGoing">How the participant keeps going what was learnt.</param>
    /// <param name="inputUntil">Until when what was written can be an interview's input, where one has begun.</param>
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

/// <summary>A text of a page.</summary>
internal sealed class PageVersion
{
    public required Guid FileId { get; init; }

    public required PageKind Kind { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    public required string Text { get; set; }

    /// <summary>How the participant keeps going what was learnt (borgen), at the end.</summary>
    public string? KeepGoing { get; init; }

    public required DateTimeOffset WrittenAt { get; set; }

    /// <summary>When the final interview froze it (R37); null while it didn't.</summary>
    public DateTimeOffset? FrozenAt { get; private set; }

    /// <summary>Whether it is, or may become, what an interview had as input.</summary>
    public bool IsInput(DateTimeOffset? inputUntil) => FrozenAt is not null || inputUntil >= WrittenAt;

    public void Replace(string text, DateTimeOffset now) => (Text, WrittenAt) = (text, now);

    public void Freeze(DateTimeOffset now) => FrozenAt ??= now;
}
