using System.Text.Json;
using System.Text.Json.Serialization;
using Metropool.Contracts;

namespace Metropool.Messaging.Serialization;

/// <summary>
/// Writes the enums of the contracts by name, and reads an unknown name as the member with value 0, Unknown, so that a publisher can add a value before its
/// consumers know it.
/// </summary>
internal sealed class TolerantEnumConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum && typeToConvert.Assembly == typeof(IIntegrationEvent).Assembly;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<TEnum> : JsonConverter<TEnum>
        where TEnum : struct, Enum
    {
        private static readonly Dictionary<TEnum, JsonEncodedText> Names = Enum.GetValues<TEnum>()
            .ToDictionary(value => value, value => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(value.ToString())));

        private static readonly Dictionary<string, TEnum> Values =
            Names.ToDictionary(name => name.Value.Value, name => name.Key, StringComparer.OrdinalIgnoreCase);

        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => Values.GetValueOrDefault(reader.GetString()!),
            _ => throw new JsonException($"{typeof(TEnum).Name} must be a name."),
        };

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Names.TryGetValue(value, out var name) ? name : throw new JsonException($"{value} is not a {typeof(TEnum).Name}."));
    }
}
