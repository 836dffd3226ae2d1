using System.Text.Json.Serialization.Metadata;

namespace Metropool.Http;

/// <summary>What is said of a value that can't be read: which form is needed, without the names of our types.</summary>
internal static class ValueForms
{
    /// <summary>The text for an object in place of a value, or the reverse.</summary>
    public static string Of(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "An object is needed.",
        JsonTypeInfoKind.Enumerable => "A list is needed.",
        _ => Of(Nullable.GetUnderlyingType(type.Type) ?? type.Type),
    };

    private static string Of(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => $"One of {string.Join(", ", EnumerationConverter.NamesOf(type))} is needed.",
        TypeCode.String => "A text is needed, without escapes that stand for no character.",
        TypeCode.Boolean => "true or false is needed.",
        TypeCode.Int32 or TypeCode.Int64 => "A whole number is needed.",
        TypeCode.Double or TypeCode.Decimal => "A number is needed.",
        _ when type == typeof(Guid) => "A UUID is needed, such as 01900000-0000-7000-8000-000000000000.",
        _ when type == typeof(DateOnly) => "A date is needed, such as 2026-01-15.",
        _ when type == typeof(TimeOnly) => "A time of day is needed, such as 10:30:00.",
        _ when type == typeof(DateTimeOffset) => "An instant with its offset from UTC is needed, such as 2026-01-15T10:30:00+01:00.",
        _ => "The value is not of the right type or form.",
    };
}
