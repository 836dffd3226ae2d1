using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metropool.Http;

/// <summary>
/// Reads instants with any offset, and writes them in UTC (NL API Design Rules); PostgreSQL's timestamptz accepts UTC only. An instant without an offset is
/// refused: its meaning would depend on the time zone of the server.
/// </summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetDateTime(out var written) && written.Kind != DateTimeKind.Unspecified && reader.TryGetDateTimeOffset(out var instant)
            ? instant.ToUniversalTime().ToMicroseconds()
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.UtcDateTime);
    }
}

/// <summary>Reads times of day with the precision of the database, a microsecond.</summary>
internal sealed class TimeOfDayConverter : JsonConverter<TimeOnly>
{
    private static readonly JsonConverter<TimeOnly> Exact = (JsonConverter<TimeOnly>)JsonSerializerOptions.Default.GetConverter(typeof(TimeOnly));

    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Exact.Read(ref reader, typeToConvert, options).ToMicroseconds();

    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) => Exact.Write(writer, value, options);
}
