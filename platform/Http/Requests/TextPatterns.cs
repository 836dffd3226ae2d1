using System.Text.RegularExpressions;

namespace Metropool.Http;

/// <summary>
/// Of what characters a text may be, as the <c>pattern</c> of an OpenAPI document. Never control characters, which PostgreSQL, files and terminals can't keep or would obey;
/// separators of lines and paragraphs of Unicode; what isn't a character; or characters that turn the direction of what follows, with which one name is shown as another.
/// </summary>
public static partial class TextPatterns
{
    /// <summary>One line; it may be empty.</summary>
    public const string Line = $"^[^{Unfit}]*$";

    /// <summary>One line in which something can be seen.</summary>
    public const string Name = $@"^[^{Unfit}]*[^\s{Invisible}{Unfit}][^{Unfit}]*$";

    /// <summary>Lines; there may be none.</summary>
    public const string Lines = $"^[^{UnfitInLines}]*$";

    /// <summary>Whether something of a text can be seen.</summary>
    public static bool IsVisible(string text) => Visible().IsMatch(text);

    [GeneratedRegex($@"[^\s{Invisible}{Unfit}]")]
    private static partial Regex Visible();

    private const string Unfit = $@"\u0009\u000A\u000D{UnfitInLines}";
    private const string UnfitInLines = @"\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF";
    private const string Invisible = @"\u00AD\u034F\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200F\u2060-\u2064\u2800\u3164\uFEFF\uFFA0";
}
