using System.Text.RegularExpressions;

namespace Metropool.Http;

/// <summary>Validates e-mail addresses: those that mail servers deliver to in practice, which are fewer than RFC 5321 allows.</summary>
public static partial class EmailAddresses
{
    /// <summary>The maximum number of characters.</summary>
    public const int MaxLength = 254;

    /// <summary>The message for an invalid address.</summary>
    public const string Message = "An e-mail address is required, such as name@example.org.";

    /// <summary>Whether a string is an e-mail address: ASCII, with a domain of at least two labels, without quotation marks or comments.</summary>
    public static bool IsAddress(string? text) => text is { Length: > 0 and <= MaxLength } && Form().IsMatch(text);

    [GeneratedRegex(
        @"\A(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
        + @"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])\z",
        RegexOptions.None,
        1000)]
    private static partial Regex Form();
}
