using System.ComponentModel.DataAnnotations;

namespace Metropool.Http;

/// <summary>Validates the numbers of organisations in Dutch registers, and postcodes.</summary>
public static class DutchIdentifiers
{
    /// <summary>A number of the Chamber of Commerce: 8 digits, without a check digit.</summary>
    public static bool IsKvkNumber(string? text) => text is { Length: 8 } && text.All(char.IsAsciiDigit) && text.Any(digit => digit != '0');

    /// <summary>An RSIN: 9 digits, the last of which is a check digit (the eleven test).</summary>
    public static bool IsRsin(string? text) => text is { Length: 9 } && text.All(char.IsAsciiDigit) && text.Any(digit => digit != '0')
        && (text.Take(8).Select((digit, index) => (9 - index) * (digit - '0')).Sum() - (text[8] - '0')) % 11 == 0;

    /// <summary>
    /// An OIN: 20 digits, with a prefix of 8 for the register, the number in that register, and zeros (Logius, OIN-Stelsel, chapter 6). Prefix 99 is for test
    /// numbers, which every organisation can choose.
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

    /// <summary>Normalizes a postcode, such as <c>1234 AB</c>; null where it isn't valid. The letters SA, SD and SS aren't used.</summary>
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
    /// <summary>Sets the pattern for the OpenAPI document; the validation is stricter.</summary>
    public OinAttribute()
        : base("^000000[0-9]{11}000$") => ErrorMessage = "An OIN has 20 digits: the prefix of a register, a valid number in that register, and zeros.";

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || DutchIdentifiers.IsOin(text);
}

/// <summary>A number of the Chamber of Commerce (KvK).</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class KvkNumberAttribute : RegularExpressionAttribute
{
    /// <summary>Sets the pattern for the OpenAPI document.</summary>
    public KvkNumberAttribute()
        : base("^[0-9]{8}$") => ErrorMessage = "A number of the Chamber of Commerce (KvK) has 8 digits.";

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || DutchIdentifiers.IsKvkNumber(text);
}

/// <summary>A Dutch postcode, with or without a space.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DutchPostcodeAttribute : RegularExpressionAttribute
{
    /// <summary>Sets the pattern for the OpenAPI document.</summary>
    public DutchPostcodeAttribute()
        : base("^[1-9][0-9]{3} ?([A-RT-Za-rt-z][A-Za-z]|[Ss][BCE-RT-Zbce-rt-z])$") =>
        ErrorMessage = "A postcode has four digits and two letters other than SA, SD and SS, such as 1234 AB.";

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || DutchIdentifiers.Postcode(text) is not null;
}
