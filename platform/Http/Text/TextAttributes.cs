using System.ComponentModel.DataAnnotations;

namespace Metropool.Http;

/// <summary>
/// Sets the kind of a string in a request. A string without such an attribute is a <see cref="LineAttribute">line</see>. Without any annotation, a
/// non-nullable string must have visible characters, and a nullable one without visible characters is read as null.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public abstract class TextAttribute : ValidationAttribute
{
    private protected TextAttribute(TextKind kind) => Kind = kind;

    internal TextKind Kind { get; }

    /// <summary>The <c>pattern</c> in the OpenAPI document: what a portable regular expression can express. The validation is stricter.</summary>
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

/// <summary>One line. This is the default; the attribute adds the pattern to the OpenAPI document.</summary>
public sealed class LineAttribute() : TextAttribute(TextKind.Line);

/// <summary>Several lines.</summary>
public sealed class MultilineAttribute() : TextAttribute(TextKind.Lines);

/// <summary>The name of a person or an organisation.</summary>
public sealed class NameAttribute() : TextAttribute(TextKind.Name);

/// <summary>Allows a non-nullable string to be empty.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MayBeEmptyAttribute : Attribute;
