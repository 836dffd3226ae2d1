using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Metropool.Http;

/// <summary>Normalizes every string of a JSON document to form C, so that handlers receive no other form.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public static TextConverter Instance { get; } = new();

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? TextPolicy.Normalize(reader.GetString()!) : throw new JsonException();

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextPolicy.Normalize(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    /// <summary>Sets <see cref="OptionalTextConverter"/> for the nullable strings of a type.</summary>
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

/// <summary>Reads a nullable string without visible characters as null.</summary>
internal sealed class OptionalTextConverter : JsonConverter<string>
{
    public static OptionalTextConverter Instance { get; } = new();

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextConverter.Instance.Read(ref reader, typeToConvert, options) is { } text && !CountsAsNull(text) ? text : null;

    /// <summary>Whether a string counts as null.</summary>
    public static bool CountsAsNull(string text) => TextPolicy.IsBlank(text) && TextPolicy.FaultOf(text, TextKind.Lines) is null;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
