using System.Text.Json.Serialization.Metadata;

namespace Metropool.Http;

/// <summary>The messages for values that can't be deserialized. They state the required format, without names of types.</summary>
internal static class FormatMessages
{
    /// <summary>Returns the message for a type.</summary>
    public static string Of(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "An object is required.",
        JsonTypeInfoKind.Enumerable => "A list is required.",
        _ => Of(Nullable.GetUnderlyingType(type.Type) ?? type.Type),
    };

    private static string Of(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => $"The value must be one of {string.Join(", ", EnumerationConverter.NamesOf(type))}.",
        TypeCode.String => "A string is required, without escape sequences that are not characters.",
        TypeCode.Boolean => "true or false is required.",
        TypeCode.Int32 or TypeCode.Int64 => "A whole number is required.",
        TypeCode.Double or TypeCode.Decimal => "A number is required.",
        _ when type == typeof(Guid) => "A UUID is required, such as 01900000-0000-7000-8000-000000000000.",
        _ when type == typeof(DateOnly) => "A date is required, such as 2026-01-15.",
        _ when type == typeof(TimeOnly) => "A time of day is required, such as 10:30:00.",
        _ when type == typeof(DateTimeOffset) => "An instant with its offset from UTC is required, such as 2026-01-15T10:30:00+01:00.",
        _ => "The value has the wrong type or format.",
    };
}
