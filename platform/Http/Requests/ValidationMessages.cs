using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Metropool.Http;

/// <summary>The messages for values that an annotation refuses. Unlike those of the framework they don't contain names of types or properties.</summary>
internal static class ValidationMessages
{
    public static string Of(ValidationAttribute attribute, object? value) => attribute switch
    {
        // The default messages of the framework contain {0}.
        { ErrorMessage: { } own } when !own.Contains("{0}", StringComparison.Ordinal) => own,
        RequiredAttribute => "A value is required.",
        TextAttribute text => (value is string line ? TextPolicy.FaultOf(line, text.Kind) : null) ?? "The string has characters that are not allowed.",
        StringLengthAttribute length => Between(length.MinimumLength, length.MaximumLength, value),
        LengthAttribute length => Between(length.MinimumLength, length.MaximumLength, value),
        MinLengthAttribute length => Between(length.Length, null, value),
        MaxLengthAttribute length => Between(0, length.Length, value),
        RangeAttribute range => $"The value must be from {Text(range.Minimum)} to {Text(range.Maximum)}.",
        RegularExpressionAttribute => "The value doesn't match the pattern in the OpenAPI document of this API.",
        EmailAddressAttribute => EmailAddresses.Message,
        DeniedValuesAttribute or AllowedValuesAttribute or EnumDataTypeAttribute => "The value is not one of the allowed values.",
        _ => "The value is not allowed.",
    };

    private static string Between(int least, int? most, object? value)
    {
        var (one, many) = value is IEnumerable and not string ? ("item", "items") : ("character", "characters");
        return (least, most) switch
        {
            (_, null) => $"At least {Count(least)} {(least == 1 ? "is" : "are")} required.",
            (0, { } end) => $"At most {Count(end)} {(end == 1 ? "is" : "are")} allowed.",
            var (start, end) when start == end => $"Exactly {Count(start)} {(start == 1 ? "is" : "are")} required.",
            var (start, end) => $"{Number(start)} to {Count(end.Value)} are required.",
        };

        string Count(int count) => $"{Number(count)} {(count == 1 ? one : many)}";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(object limit) => Convert.ToString(limit, CultureInfo.InvariantCulture) ?? "";
}
