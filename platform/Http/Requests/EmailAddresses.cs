using System.Text.RegularExpressions;

namespace Metropool.Http;

/// <summary>What is taken for an e-mail address: what mail servers deliver to in practice, which is less than RFC 5321 could mean.</summary>
public static partial class EmailAddresses
{
    /// <summary>The most characters that one has.</summary>
    public const int Longest = 254;

    /// <summary>The sentence for what isn't one.</summary>
    public const string Sentence = "An e-mail address is needed, such as name@example.org.";

    /// <summary>Whether a text is an e-mail address: ASCII, with a domain of at least two parts, and without quotation or comment.</summary>
    public static bool IsAddress(string? text) => text is { Length: > 0 and <= Longest } && Form().IsMatch(text);

    [GeneratedRegex(@"\A(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])\z", RegexOptions.None, 1000)]
    private static partial Regex Form();
}
