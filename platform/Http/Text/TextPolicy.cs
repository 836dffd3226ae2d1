using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Metropool.Http;

/// <summary>
/// The rules for strings in all services: they are stored in Unicode normalization form C, without control characters, and a string without visible
/// characters counts as empty. Character properties are those of .NET, which has Unicode 16.0; ICU normalizes (ADR 0028).
/// </summary>
public static partial class TextPolicy
{
    /// <summary>Converts a string to normalization form C. A string that isn't valid Unicode is returned unchanged; <see cref="FaultOf"/> refuses it.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Ascii.IsValid(text) || !CanBeNormalized(text) ? text : text.Normalize(NormalizationForm.FormC);
    }

    /// <summary>Normalizes and trims a string; null where it has no visible characters.</summary>
    public static string? NormalizeOrNull(this string? text) => IsBlank(text) ? null : Normalize(text).Trim();

    /// <summary>
    /// Whether a string has no visible characters: it is null, or has white space, ignorable code points, blank symbols and combining marks only.
    /// </summary>
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

    /// <summary>Returns why a string of a kind is refused, as a sentence; null where it is valid. Doesn't check its length or whether it is blank.</summary>
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

        return kind == TextKind.Name && HasAddress(text) ? "A name must not contain a web address or e-mail address." : null;
    }

    /// <summary>
    /// Returns a key by which strings are compared: equal for strings that differ only in composition, compatibility forms such as width, case, ignorable
    /// characters or spaces. It is NFKC with full case folding. After compatibility decomposition, ß is the only character that folds to several characters.
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
    /// Whether normalization works in this process. In the invariant mode of .NET it has no effect, and equal names would silently count as different.
    /// </summary>
    public static bool IsNormalizationAvailable =>
        "e\u0301".Normalize(NormalizationForm.FormC) == "\u00E9" && "\uFF21\uFB01".Normalize(NormalizationForm.FormKC) == "Afi";

    /// <summary>The message where normalization doesn't work.</summary>
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
            // By the upper case, because some letters have two lower case forms, such as sigma.
            key.Append(Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)));
        }
    }

    private static string? WhyRefused(Rune rune, TextKind kind) => (rune.Value, Rune.GetUnicodeCategory(rune)) switch
    {
        ('\t' or '\n' or '\r', _) => kind == TextKind.Lines ? null : "Line breaks and tabs are not allowed",
        (_, UnicodeCategory.Control) => "Control characters are not allowed",
        (_, UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) => "Line and paragraph separators are not allowed; use a line break",
        ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069), _) => "Bidirectional formatting characters are not allowed",
        (_, UnicodeCategory.OtherNotAssigned) => "The character is not assigned in Unicode 16.0",
        _ => null,
    };

    private static bool IsVisible(Rune rune) => !IsSpace(rune) && !DefaultIgnorable.Contains(rune)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);

    // White space, and blank symbols: the Braille pattern without dots, the null note head, Egyptian blanks.
    private static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is 0x2800 or 0x1D159 or 0x13441 or 0x13442;

    // A name can have dots (A.I. Jansen, Booking.com). Mail programs make a link of a domain with a path. The ideographic full stop also separates the labels
    // of a domain (UTS 46); the two others that do are compatibility forms.
    private static bool HasAddress(string text)
    {
        var key = ComparisonKey(text).Replace('\u3002', '.');
        return key.Contains('@', StringComparison.Ordinal) || key.Contains("//", StringComparison.Ordinal) || key.Contains("www.", StringComparison.Ordinal)
            || DomainWithPath().IsMatch(key);
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]\.\p{L}[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}](:[0-9]*)?[/\\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DomainWithPath();

    // Normalization throws for half of a surrogate pair and for U+FFFE.
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

/// <summary>The kind of a string.</summary>
public enum TextKind
{
    /// <summary>One line.</summary>
    Line,

    /// <summary>Several lines, with tabs.</summary>
    Lines,

    /// <summary>The name of a person or an organisation: one line without web or e-mail addresses, because names appear in mail to others.</summary>
    Name,
}
