namespace Metropool.Http.Tests;

public sealed class TextPatternTests
{
    [Theory]
    [InlineData("Anne-Fleur van der Çelik")]
    [InlineData("👩‍🚒 بلدية")]
    [InlineData("  x ")]
    public void A_name_is_a_line_with_something_in_it(string text)
    {
        Assert.Matches(TextPatterns.Name, text);
        Assert.Matches(TextPatterns.Line, text);
        Assert.True(TextPatterns.IsVisible(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \u00A0")]
    [InlineData("\u200B")]
    [InlineData("\u200D\u2060")]
    [InlineData("\u3164")]
    [InlineData("\u2800\u00AD")]
    public void What_nobody_sees_is_no_name(string text)
    {
        Assert.DoesNotMatch(TextPatterns.Name, text);
        Assert.False(TextPatterns.IsVisible(text));
    }

    [Theory]
    [InlineData("a\u0000b")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("\u202Eabc")]
    [InlineData("a\u2066b")]
    [InlineData("a\uFFFFb")]
    public void What_turns_or_breaks_a_text_is_in_none(string text) =>
        Assert.All((string[])[TextPatterns.Name, TextPatterns.Line, TextPatterns.Lines], pattern => Assert.DoesNotMatch(pattern, text));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r\n\tb")]
    public void Lines_are_for_texts_alone(string text)
    {
        Assert.Matches(TextPatterns.Lines, text);
        Assert.DoesNotMatch(TextPatterns.Line, text);
        Assert.DoesNotMatch(TextPatterns.Name, text);
    }
}
