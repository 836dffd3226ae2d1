using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metropool.Contracts;

/// <summary>A date whose day, or day and month, may be unknown, such as June 2027. It keeps the precision with which it was given (R3).</summary>
/// <remarks>Written as <c>2027</c>, <c>2027-06</c> or <c>2027-06-14</c>. A day in Europe/Amsterdam.</remarks>
[JsonConverter(typeof(PartialDateJsonConverter))]
public readonly record struct PartialDate
{
    private PartialDate(int year, int? month, int? day) => (Year, Month, Day) = (year, month, day);

    /// <summary>The year, 1 to 9999.</summary>
    public int Year { get; }

    /// <summary>The month, 1 to 12, or null where only the year is known.</summary>
    public int? Month { get; }

    /// <summary>The day of the month, or null where it is not known.</summary>
    public int? Day { get; }

    /// <summary>The first day that it can be.</summary>
    public DateOnly Earliest => new(Year, Month ?? 1, Day ?? 1);

    /// <summary>The last day that it can be.</summary>
    public DateOnly Latest => Day is { } day
        ? new(Year, Month!.Value, day)
        : new(Year, Month ?? 12, DateTime.DaysInMonth(Year, Month ?? 12));

    /// <summary>A date known to the day.</summary>
    public static PartialDate Of(DateOnly date) => new(date.Year, date.Month, date.Day);

    /// <summary>Reads <c>yyyy</c>, <c>yyyy-MM</c> or <c>yyyy-MM-dd</c>.</summary>
    /// <returns>False if the text has another format or isn't a calendar date.</returns>
    public static bool TryParse(string? text, out PartialDate date)
    {
        date = default;
        switch (text?.Length)
        {
            case 4 when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year > 0:
                date = new(year, null, null);
                return true;
            case 7 when DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month):
                date = new(month.Year, month.Month, null);
                return true;
            case 10 when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                date = Of(day);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => this switch
    {
        { Day: { } day, Month: { } month } => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{month:D2}-{day:D2}"),
        { Month: { } month } => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{month:D2}"),
        _ => Year.ToString("D4", CultureInfo.InvariantCulture),
    };
}

/// <summary>Writes a <see cref="PartialDate"/> as its text.</summary>
public sealed class PartialDateJsonConverter : JsonConverter<PartialDate>
{
    /// <inheritdoc/>
    public override PartialDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && PartialDate.TryParse(reader.GetString(), out var date)
            ? date
            : throw new JsonException("A date is written as yyyy, yyyy-MM or yyyy-MM-dd.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PartialDate value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
