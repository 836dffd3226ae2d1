using System.Globalization;
using System.Text;

namespace Metropool.Http.Tests;

public sealed class TextPolicyTests
{
    /// <summary>Every Unicode scalar value.</summary>
    private static IEnumerable<Rune> Runes => Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value));

    [Theory]
    [InlineData("Anne-Fleur van der Çelik")]
    [InlineData("A.I. Jansen")]
    [InlineData("Booking.com")]
    [InlineData("Jansen B.V./De Vries N.V.")]
    [InlineData("Wonen/Werken 1.0/2.0")]
    [InlineData("i.s.m/de gemeente")]
    [InlineData("日本。")]
    [InlineData("👩‍🚒 بلدية ❤️")]
    [InlineData("  x ")]
    public void A_name_is_one_line_with_visible_characters(string text)
    {
        Assert.Null(TextPolicy.FaultOf(text, TextKind.Name));
        Assert.False(TextPolicy.IsBlank(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \u00A0\u3000\r\n")]
    [InlineData("\u200B")]
    [InlineData("\u00AD")]
    [InlineData("\u200D\u2060")]
    [InlineData("\u3164")]
    [InlineData("\u115F\u1160\uFFA0")]
    [InlineData("\u2800")]
    [InlineData("\uFE0F")]
    [InlineData("\U000E0041")]
    [InlineData("\U0001D159")]
    [InlineData("\u0301")]
    public void A_string_without_visible_characters_is_blank(string? text)
    {
        Assert.True(TextPolicy.IsBlank(text));
        Assert.Null(TextPolicy.NormalizeOrNull(text));
    }

    [Theory]
    [InlineData("a\u0000b")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("\u202Eabc")]
    [InlineData("a\u2066b")]
    [InlineData("a\uFFFFb")]
    [InlineData("a\uFFFEb")]
    [InlineData("a\u0378b")]
    [InlineData("a\U0010FFFFb")]
    public void Control_bidirectional_half_and_unassigned_characters_are_refused(string text) =>
        Assert.All(Enum.GetValues<TextKind>(), kind => Assert.NotNull(TextPolicy.FaultOf(text, kind)));

    // As data of a theory they would be replaced.
    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() =>
        Assert.All(
            (string[])["a\uD800b", "a\uDC00\uD800", "\uDC00"],
            text => Assert.All(Enum.GetValues<TextKind>(), kind => Assert.NotNull(TextPolicy.FaultOf(text, kind))));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r\n\tb")]
    public void Line_breaks_and_tabs_are_valid_in_multiline_strings_only(string text)
    {
        Assert.Null(TextPolicy.FaultOf(text, TextKind.Lines));
        Assert.NotNull(TextPolicy.FaultOf(text, TextKind.Line));
        Assert.NotNull(TextPolicy.FaultOf(text, TextKind.Name));
    }

    [Theory]
    [InlineData("Win! https://example.com")]
    [InlineData("WWW.example.com")]
    [InlineData("a@example.com")]
    [InlineData("ｈｔｔｐ：／／example.com")]
    [InlineData("w\u00ADww.example.com")]
    [InlineData("a＠example.com")]
    [InlineData("Ga naar evil.nl/prijs")]
    [InlineData("evil.nl\\prijs")]
    [InlineData("evil.nl:8080/prijs")]
    [InlineData("evil.xn--p1ai/x")]
    [InlineData("//evil.nl")]
    [InlineData("evil。nl/prijs")]
    [InlineData("evil．nl／prijs")]
    [InlineData("evil｡nl/prijs")]
    [InlineData("www。evil.nl")]
    [InlineData("ev\u00ADil.n\u200Bl/prijs")]
    [InlineData("пример.рф/приз")]
    public void A_name_must_not_contain_an_address(string text)
    {
        Assert.NotNull(TextPolicy.FaultOf(text, TextKind.Name));
        Assert.Null(TextPolicy.FaultOf(text, TextKind.Line));
    }

    [Theory]
    [InlineData("Zoë", "Zoe\u0308")]
    [InlineData("Gemeente Utrecht", "GEMEENTE  utrecht ")]
    [InlineData("Gemeente Utrecht", "Gemeente\u00A0Utrecht")]
    [InlineData("Gemeente Utrecht", "Gemeen\u00ADte Utrecht")]
    [InlineData("Gemeente Utrecht", "Gemeente\u2800Utrecht\u200B")]
    [InlineData("Utrecht", "Ｕｔｒｅｃｈｔ")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("Straße", "STRAẞE")]
    [InlineData("ﬁets", "FIETS")]
    [InlineData("ΟΔΟΣ", "οδος")]
    [InlineData("𐐀", "𐐨")]
    [InlineData("\u0345", "\u03B9")]
    public void Names_that_look_alike_have_the_same_key(string one, string other) => Assert.Equal(
        TextPolicy.ComparisonKey(one), TextPolicy.ComparisonKey(other));

    [Theory]
    [InlineData("Utrecht", "Utrect")]
    [InlineData("Zoë", "Zoe")]
    [InlineData("Den Haag", "Denhaag")]
    public void Other_names_have_other_keys(string one, string other) => Assert.NotEqual(TextPolicy.ComparisonKey(one), TextPolicy.ComparisonKey(other));

    [Fact]
    public void Strings_are_normalized_to_form_C()
    {
        Assert.Equal("Zo\u00EB", TextPolicy.Normalize("Zoe\u0308"));
        Assert.Equal("한", TextPolicy.Normalize("\u1112\u1161\u11AB"));
        Assert.Equal("a\uD800", TextPolicy.Normalize("a\uD800"));
        Assert.True(TextPolicy.IsNormalizationAvailable);
    }

    [Fact]
    public void Ignorable_format_characters_match_those_of_NET()
    {
        // The property's derivation, in the Unicode Character Database: format characters, but for interlinear annotations, Egyptian controls and signs that
        // precede a number.
        int[] visible = [0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD];
        var expected = Runes.Where(rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && !visible.Contains(rune.Value)
            && rune.Value is not ((>= 0x0600 and <= 0x0605) or (>= 0xFFF9 and <= 0xFFFB) or (>= 0x13430 and <= 0x1343F)));
        Assert.Equal(expected, Runes.Where(rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && DefaultIgnorable.Contains(rune)));

        // The others are fillers, variation selectors, and code points that are kept free for such characters.
        Assert.Equal(
            "034F 115F 1160 17B4 17B5 180B 180C 180D 180F 2065 3164 FFA0",
            string.Join(' ', Runes.Where(rune => DefaultIgnorable.Contains(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format
                && rune.Value is not ((>= 0xFE00 and <= 0xFE0F) or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF)))
                .Select(rune => $"{rune.Value:X4}")));
    }

    [Fact]
    public void Upper_and_lower_case_have_the_same_key()
    {
        // Turkish dotless i is a letter of its own in the folding for all languages.
        var apart = Runes.Where(rune => rune.Value != 0x0131)
            .Where(rune => Key(rune) != Key(Rune.ToLowerInvariant(rune)) || Key(rune) != Key(Rune.ToUpperInvariant(rune))).Select(rune => $"{rune.Value:X4}");
        Assert.Empty(apart);

        static string Key(Rune rune) => TextPolicy.ComparisonKey(rune.ToString());
    }

    [Fact]
    public void The_key_of_a_key_is_the_key()
    {
        var changed = Runes.Select(rune => TextPolicy.ComparisonKey($"a{rune}b")).Where(key => TextPolicy.ComparisonKey(key) != key).ToList();
        Assert.Empty(changed);
    }
}
