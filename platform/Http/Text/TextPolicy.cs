using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Metropool.Http;

/// <summary>
/// What a text is, in every service and however it arrives: stored in Unicode normalization form C, without characters that no one types, and empty when
/// nothing of it can be seen. Characters are known by .NET's own tables, which are Unicode 16.0; normalization is done by ICU (ADR 0028).
/// </summary>
public static partial class TextPolicy
{
    /// <summary>The text in normalization form C, in which it is stored. One that is not Unicode is left as it is: <see cref="FaultOf"/> refuses it.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Ascii.IsValid(text) || !CanBeNormalized(text) ? text : text.Normalize(NormalizationForm.FormC);
    }

    /// <summary>Without white space around it; null where nothing of it can be seen.</summary>
    public static string? Tidy(this string? text) => IsBlank(text) ? null : Normalize(text).Trim();

    /// <summary>Whether nothing of a text can be seen: it is null, or all white space, ignorable code points, blank symbols and combining marks.</summary>
    public static bool IsBlank([NotNullWhen(false)] string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (IsVisible(rune))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Why a text of this kind is refused, as a sentence; null where it is fine. Length and emptiness are judged elsewhere.</summary>
    public static string? FaultOf(string text, TextKind kind)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var index = 0; index < text.Length; index++)
        {
            if (!Rune.TryGetRuneAt(text, index, out var rune))
            {
                return $"Half of a surrogate pair (U+{(int)text[index]:X4}) is not a character.";
            }

            if (WhyRefused(rune, kind) is { } why)
            {
                return $"{why} (U+{rune.Value:X4}, at position {index + 1}).";
            }

            index += rune.Utf16SequenceLength - 1;
        }

        return kind == TextKind.Name && HasAddress(text) ? "A name has no web address and no e-mail address in it." : null;
    }

    /// <summary>
    /// The form in which texts are compared: equal for texts that differ only in composition, compatibility forms such as width, case, ignorable characters
    /// or spaces. It is NFKC with full case folding. After compatibility decomposition, ß is the only character that folds to several; the others fold one to one.
    /// </summary>
    public static string ComparisonKey(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var key = new StringBuilder(text.Length);
        var isSpaceDue = false;
        var readable = CanBeNormalized(text) ? text : string.Concat(text.EnumerateRunes().Where(rune => rune.Value != 0xFFFE));
        foreach (var rune in readable.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (IsSpace(rune))
            {
                isSpaceDue = key.Length > 0;
            }
            else if (!DefaultIgnorable.Contains(rune))
            {
                if (isSpaceDue)
                {
                    key.Append(' ');
                    isSpaceDue = false;
                }

                AppendFolded(key, rune);
            }
        }

        return key.ToString().Normalize(NormalizationForm.FormKC);
    }

    /// <summary>
    /// Whether normalization works in this process. In the invariant mode of .NET it does nothing, and names that are the same would pass as different
    /// without any sign of it.
    /// </summary>
    public static bool IsNormalizationAvailable =>
        "e\u0301".Normalize(NormalizationForm.FormC) == "\u00E9" && "\uFF21\uFB01".Normalize(NormalizationForm.FormKC) == "Afi";

    /// <summary>What to do where it doesn't.</summary>
    internal const string NormalizationUnavailable =
        "Unicode normalization doesn't work in this process, because .NET runs in invariant globalization mode. "
        + "Install ICU (the package libicu of Debian), and set neither DOTNET_SYSTEM_GLOBALIZATION_INVARIANT nor System.Globalization.Invariant.";

    private static void AppendFolded(StringBuilder key, Rune rune)
    {
        if (rune.Value is 0x00DF or 0x1E9E)
        {
            key.Append("ss");
        }
        else
        {
            // By way of the capital: letters with two small forms, such as sigma, become one.
            key.Append(Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)));
        }
    }

    private static string? WhyRefused(Rune rune, TextKind kind) => (rune.Value, Rune.GetUnicodeCategory(rune)) switch
    {
        ('\t' or '\n' or '\r', _) => kind == TextKind.Lines ? null : "The text is one line, without line breaks and tabs",
        (_, UnicodeCategory.Control) => "Control characters are not allowed",
        (_, UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) => "Separators of lines and paragraphs are not allowed; use a line break",
        ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069), _) => "Characters that change the direction of text are not allowed",
        (_, UnicodeCategory.OtherNotAssigned) => "The character is not assigned in Unicode 16.0",
        _ => null,
    };

    private static bool IsVisible(Rune rune) => !IsSpace(rune) && !DefaultIgnorable.Contains(rune)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);

    // White space, and symbols that are drawn as nothing: the Braille pattern without dots, a note head without a head, Egyptian blanks.
    private static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is 0x2800 or 0x1D159 or 0x13441 or 0x13442;

    // A name may have dots (A.I. Jansen, Booking.com). A domain with a path is an address, which mail programs make a link of. The ideographic full stop
    // separates the labels of a domain as well (UTS 46); the other two that do are compatibility forms of these.
    private static bool HasAddress(string text)
    {
        var key = ComparisonKey(text).Replace('\u3002', '.');
        return key.Contains('@', StringComparison.Ordinal) || key.Contains("//", StringComparison.Ordinal) || key.Contains("www.", StringComparison.Ordinal)
            || DomainWithPath().IsMatch(key);
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]\.\p{L}[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}](:[0-9]*)?[/\\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DomainWithPath();

    // Half of a surrogate pair and U+FFFE are no Unicode text; normalization throws on them.
    private static bool CanBeNormalized(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\uFFFE' || !Rune.TryGetRuneAt(text, index, out var rune))
            {
                return false;
            }

            index += rune.Utf16SequenceLength - 1;
        }

        return true;
    }
}

/// <summary>Of what a text is made.</summary>
public enum TextKind
{
    /// <summary>One line.</summary>
    Line,

    /// <summary>Several lines, with tabs.</summary>
    Lines,

    /// <summary>The name of a person or an organisation: one line without a web address or an e-mail address, because names are sent in mails to others.</summary>
    Name,
}
