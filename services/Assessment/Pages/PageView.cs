using Metropool.Http;

namespace Metropool.Assessment.Pages;

/// <summary>A page.</summary>
/// <param name="Current">The current text; null while there is none.</param>
internal sealed record PageView(PageText? Current) : IVersioned
{
    public ResourceVersion GetVersion() => ResourceVersion.Of(Current?.Version, Current?.Text, Current?.KeepGoing);

    public static PageView Of(Page? page) => new(page is null ? null : PageText.Of(page.Current));
}

/// <summary>A text of a page.</summary>
/// <param name="Version">1 for the first.</param>
/// <param name="Text">The text.</param>
/// <param name="KeepGoing">How the participant keeps going what was learnt; of learning plan and challenge.</param>
/// <param name="WrittenAt">When it was written, UTC.</param>
/// <param name="FrozenAt">When the final interview froze it, UTC; of the PHP.</param>
internal sealed record PageText(int Version, string Text, string? KeepGoing, DateTimeOffset WrittenAt, DateTimeOffset? FrozenAt)
{
    public static PageText Of(PageVersion version) => new(version.Number, version.Text, version.KeepGoing, version.WrittenAt, version.FrozenAt);
}
