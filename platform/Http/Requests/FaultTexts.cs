using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Metropool.Http;

/// <summary>What is said of a value that an annotation refuses: in plain words, without the names of types or properties, which the framework's own texts are made of.</summary>
internal static class FaultTexts
{
    public static string Of(ValidationAttribute attribute, object? value) => attribute switch
    {
        // Some annotations have a text of the framework here; those speak of a {0}.
        { ErrorMessage: { } own } when !own.Contains("{0}", StringComparison.Ordinal) => own,
        RequiredAttribute => "A value is needed.",
        TextAttribute text => (value is string line ? TextPolicy.FaultOf(line, text.Kind) : null) ?? "A text has characters that are not allowed.",
        StringLengthAttribute length => Between(length.MinimumLength, length.MaximumLength, value),
        LengthAttribute length => Between(length.MinimumLength, length.MaximumLength, value),
        MinLengthAttribute length => Between(length.Length, null, value),
        MaxLengthAttribute length => Between(0, length.Length, value),
        RangeAttribute range => $"A value from {Text(range.Minimum)} to {Text(range.Maximum)} is needed.",
        RegularExpressionAttribute => "The value hasn't the form that the document of this API gives for it.",
        EmailAddressAttribute => EmailAddresses.Sentence,
        DeniedValuesAttribute or AllowedValuesAttribute or EnumDataTypeAttribute => "This is none of the values that can be chosen.",
        _ => "The value is not allowed.",
    };

    private static string Between(int least, int? most, object? value)
    {
        var (one, many) = value is IEnumerable and not string ? ("item", "items") : ("character", "characters");
        return (least, most) switch
        {
            (_, null) => $"At least {Count(least)} {(least == 1 ? "is" : "are")} needed.",
            (0, { } end) => $"At most {Count(end)} {(end == 1 ? "is" : "are")} allowed.",
            var (start, end) when start == end => $"Exactly {Count(start)} {(start == 1 ? "is" : "are")} needed.",
            var (start, end) => $"{Number(start)} to {Count(end.Value)} are needed.",
        };

        string Count(int count) => $"{Number(count)} {(count == 1 ? one : many)}";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(object limit) => Convert.ToString(limit, CultureInfo.InvariantCulture) ?? "";
}
