using System.ComponentModel.DataAnnotations;

namespace Metropool.Http;

/// <summary>Numbers by which Dutch registers know organisations, and postcodes.</summary>
public static class DutchNumbers
{
    /// <summary>A number of the Chamber of Commerce: 8 digits, without a check digit.</summary>
    public static bool IsKvkNumber(string? text) => text is { Length: 8 } && text.All(char.IsAsciiDigit) && text.Any(digit => digit != '0');

    /// <summary>An RSIN: 9 digits, of which the last one follows from the others (the eleven test).</summary>
    public static bool IsRsin(string? text) => text is { Length: 9 } && text.All(char.IsAsciiDigit) && text.Any(digit => digit != '0')
        && (text.Take(8).Select((digit, index) => (9 - index) * (digit - '0')).Sum() - (text[8] - '0')) % 11 == 0;

    /// <summary>
    /// An OIN: 20 digits, which are a prefix of 8 that names the register, the number in that register, and zeros (Logius, OIN-Stelsel, chapter 6).
    /// Prefix 99 is for test numbers, which every organisation may choose.
    /// </summary>
    public static bool IsOin(string? text)
    {
        if (text is not { Length: 20 } || !text.All(char.IsAsciiDigit) || !text.EndsWith("000", StringComparison.Ordinal))
        {
            return false;
        }

        var number = text[8..17];
        return text[..8] switch
        {
            "00000001" => IsRsin(number),
            "00000003" => number[8] == '0' && IsKvkNumber(number[..8]),
            "00000002" or "00000004" or "00000006" or "00000007" or "00000008" or "00000009" or "00000010" or "00000011" or "00000099" =>
                number.Any(digit => digit != '0'),
            _ => false,
        };
    }

    /// <summary>A postcode in the form in which it is stored, such as <c>1234 AB</c>; null where it is none. SA, SD and SS are never given out.</summary>
    public static string? Postcode(string? text) =>
        text is { Length: 6 or 7 } && string.Concat(text.Where(character => character != ' ')).ToUpperInvariant() is { Length: 6 } code
        && (text.Length == 6 || text[4] == ' ') && code[0] is >= '1' and <= '9' && code[..4].All(char.IsAsciiDigit) && code[4..].All(char.IsAsciiLetterUpper)
        && code[4..] is not ("SA" or "SD" or "SS")
            ? $"{code[..4]} {code[4..]}"
            : null;
}

/// <summary>An organisation identification number of Dutch government.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OinAttribute : RegularExpressionAttribute
{
    /// <summary>Shows the form in the OpenAPI document; the check is stricter.</summary>
    public OinAttribute()
        : base("^000000[0-9]{11}000$") => ErrorMessage = "An OIN is 20 digits: the prefix of a register, the number in it, which is valid there, and zeros.";

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || DutchNumbers.IsOin(text);
}

/// <summary>A number of the Chamber of Commerce (KvK).</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class KvkNumberAttribute : RegularExpressionAttribute
{
    /// <summary>Shows the form in the OpenAPI document.</summary>
    public KvkNumberAttribute()
        : base("^[0-9]{8}$") => ErrorMessage = "A number of the Chamber of Commerce (KvK) is 8 digits.";

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || DutchNumbers.IsKvkNumber(text);
}

/// <summary>A Dutch postcode, with or without a space.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DutchPostcodeAttribute : RegularExpressionAttribute
{
    /// <summary>Shows the form in the OpenAPI document.</summary>
    public DutchPostcodeAttribute()
        : base("^[1-9][0-9]{3} ?([A-RT-Za-rt-z][A-Za-z]|[Ss][BCE-RT-Zbce-rt-z])$") =>
        ErrorMessage = "A postcode is four digits and two letters, such as 1234 AB; SA, SD and SS don't exist.";

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || DutchNumbers.Postcode(text) is not null;
}
