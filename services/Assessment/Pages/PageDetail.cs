using Metropool.Http;

namespace Metropool.Assessment.Pages;

/// <summary>A page.</summary>
/// <param name="Current">The current version; null until the page is written.</param>
internal sealed record PageDetail(PageVersionDetail? Current) : IVersioned
{
    public ResourceVersion GetVersion() => ResourceVersion.Of(Current?.Version, Current?.Text, Current?.KeepGoing);

    public static PageDetail Of(Page? page) => new(page is null ? null : PageVersionDetail.Of(page.Current));
}

/// <summary>A version of a page.</summary>
/// <param name="Version">1 for the first.</param>
/// <param name="Text">The text.</param>
/// <param name="KeepGoing">How the participant keeps applying what was learnt; for learning plan and challenge.</param>
/// <param name="WrittenAt">When it was written, UTC.</param>
/// <param name="FrozenAt">When the final interview froze it, UTC; for the PHP.</param>
internal sealed record PageVersionDetail(int Version, string Text, string? KeepGoing, DateTimeOffset WrittenAt, DateTimeOffset? FrozenAt)
{
    public static PageVersionDetail Of(PageVersion version) => new(version.Number, version.Text, version.KeepGoing, version.WrittenAt, version.FrozenAt);
}
