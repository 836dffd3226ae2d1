using System.ComponentModel.DataAnnotations;

namespace Metropool.Http;

/// <summary>
/// Says of what a text in a request is made. A text without one of these is a <see cref="LineAttribute">line</see>; a text that can't be null must have
/// something visible in it, and an optional text with nothing visible is read as null. Neither needs an annotation.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public abstract class TextAttribute : ValidationAttribute
{
    private protected TextAttribute(TextKind kind) => Kind = kind;

    internal TextKind Kind { get; }

    /// <summary>The <c>pattern</c> in an OpenAPI document. It says what a regular expression can say in every language; the check is stricter.</summary>
    internal string Pattern => Kind switch
    {
        TextKind.Lines => $"^[^{Refused}]*$",
        _ => $@"^[^\u0009\u000A\u000D{Refused}]*$",
    };

    private const string Refused = @"\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF";

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value switch
    {
        string text => TextPolicy.FaultOf(text, Kind) is null,
        IEnumerable<string?> texts => texts.All(IsValid),
        _ => true,
    };
}

/// <summary>One line. The default; written where the OpenAPI document is to show it.</summary>
public sealed class LineAttribute() : TextAttribute(TextKind.Line);

/// <summary>Several lines.</summary>
public sealed class MultilineAttribute() : TextAttribute(TextKind.Lines);

/// <summary>The name of a person or an organisation.</summary>
public sealed class NameAttribute() : TextAttribute(TextKind.Name);

/// <summary>Says of a text that it is not null and yet may be empty.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MayBeEmptyAttribute : Attribute;
