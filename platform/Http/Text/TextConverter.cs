using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Metropool.Http;

/// <summary>Reads every text of a JSON document in normalization form C, so that no handler sees another.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public static TextConverter Instance { get; } = new();

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? TextPolicy.Normalize(reader.GetString()!) : throw new JsonException();

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextPolicy.Normalize(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    /// <summary>Gives the optional texts of a type <see cref="OptionalTextConverter"/>.</summary>
    public static void ReadBlankAsNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.PropertyType == typeof(string) && property.CustomConverter is null))
        {
            var isOptional = property.AssociatedParameter is { } parameter ? parameter.IsNullable : property.IsSetNullable;
            if (isOptional)
            {
                property.CustomConverter = OptionalTextConverter.Instance;
            }
        }
    }
}

/// <summary>Reads an optional text as null where nothing of it can be seen: what looks as if it were left out is left out.</summary>
internal sealed class OptionalTextConverter : JsonConverter<string>
{
    public static OptionalTextConverter Instance { get; } = new();

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextConverter.Instance.Read(ref reader, typeToConvert, options) is { } text && !IsLeftOut(text) ? text : null;

    /// <summary>Whether a text counts as left out.</summary>
    public static bool IsLeftOut(string text) => TextPolicy.IsBlank(text) && TextPolicy.FaultOf(text, TextKind.Lines) is null;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
