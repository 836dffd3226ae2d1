using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Metropool.Http;

/// <summary>The part of an address that has a value.</summary>
internal enum ValueSource
{
    /// <summary>In the path.</summary>
    Route,

    /// <summary>In the query.</summary>
    Query,
}

/// <summary>A value that an endpoint reads from the address.</summary>
/// <param name="Name">The name that the caller writes.</param>
/// <param name="Source">The part of the address.</param>
/// <param name="Type">The contract of its type, the same as in a body.</param>
/// <param name="IsRequired">Whether it is required.</param>
/// <param name="Limits">Its annotations; null where nothing is checked.</param>
internal sealed record AddressValue(string Name, ValueSource Source, JsonTypeInfo Type, bool IsRequired, RequestValidation.Member? Limits)
{
    /// <summary>Reads the value of a request.</summary>
    public AddressReading Read(HttpRequest request)
    {
        var given = Source switch
        {
            ValueSource.Route => Convert.ToString(request.RouteValues[Name], CultureInfo.InvariantCulture) is { } text ? new StringValues(text) : default,
            _ => AddressValues.AsWritten(request)[Name],
        };
        if (given.Count == 0)
        {
            return new(this, null, default, IsRequired ? new Fault(Name, FaultCodes.Missing, "A value is required.") : null);
        }

        if (Type.Kind == JsonTypeInfoKind.Enumerable)
        {
            return ReadList(given);
        }

        // A blank filter would select everything.
        var isOptionalText = Source == ValueSource.Query && !IsRequired && Name != Cursor.Key && Type.Type == typeof(string);
        if (isOptionalText && given.Count == 1 && TextPolicy.IsBlank(given.ToString()))
        {
            return new(this, null, default, new Fault(Name, FaultCodes.NotAllowed, "The value must not be blank. Omit it if there is no value."));
        }

        return given.Count == 1 && Read(given.ToString(), Type) is { } value
            ? new(this, value, AddressValues.Text(value, given.ToString()), null)
            : new(this, null, default,
                new Fault(Name, FaultCodes.NotReadable, given.Count == 1 ? FormatMessages.Of(Type) : "The value occurs more than once."));
    }

    private AddressReading ReadList(StringValues given)
    {
        var itemType = Type.Options.GetTypeInfo(Type.ElementType!);
        var items = given.Select(text => Read(text ?? "", itemType)).ToArray();
        return Array.IndexOf(items, null) < 0
            ? new(this, items, new StringValues([.. items.Zip(given, (item, text) => AddressValues.Text(item!, text!))]), null)
            : new(this, null, default, new Fault(Name, FaultCodes.NotReadable, FormatMessages.Of(itemType)));
    }

    // Values have their JSON format, strings without quotation marks. The framework would accept more: 01/02/2026 as a date, an instant without an offset in
    // the time zone of the server, and for enumerations numbers, lists and the names of C# members.
    private static object? Read(string text, JsonTypeInfo type)
    {
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain == typeof(string))
        {
            return text;
        }

        // JSON would allow white space around a value.
        if (text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
        {
            return null;
        }

        try
        {
            return plain == typeof(bool) || IsNumber(plain)
                ? JsonSerializer.Deserialize(text, type)
                : JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(text), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsNumber(Type type) => !type.IsEnum && System.Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;
}

/// <summary>The result of reading a value.</summary>
/// <param name="Of">The value that was read.</param>
/// <param name="Value">The result; null where it is missing or faulty.</param>
/// <param name="Bound">The value as the framework binds it.</param>
/// <param name="Fault">The fault, if any.</param>
internal readonly record struct AddressReading(AddressValue Of, object? Value, StringValues Bound, Fault? Fault);

/// <summary>Converts values of addresses to the format in which the framework binds them.</summary>
internal static class AddressValues
{
    private static readonly object Written = new();

    /// <summary>The query as the caller wrote it.</summary>
    public static IQueryCollection AsWritten(HttpRequest request) =>
        request.HttpContext.Items.TryGetValue(Written, out var query) ? (IQueryCollection)query! : request.Query;

    /// <summary>A value as the framework binds it.</summary>
    public static string Text(object value, string written) => value switch
    {
        Enum member => member.ToString(),
        DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => written,
    };

    /// <summary>Replaces the values of the request by those that were read.</summary>
    public static void Bind(HttpRequest request, IEnumerable<AddressReading> readings)
    {
        Dictionary<string, StringValues>? query = null;
        foreach (var reading in readings.Where(reading => reading.Bound.Count > 0))
        {
            switch (reading.Of.Source)
            {
                case ValueSource.Query when reading.Bound != request.Query[reading.Of.Name]:
                    (query ??= new(request.Query, StringComparer.OrdinalIgnoreCase))[reading.Of.Name] = reading.Bound;
                    break;
                case ValueSource.Route:
                    request.RouteValues[reading.Of.Name] = reading.Bound.ToString();
                    break;
                default:
                    break;
            }
        }

        if (query is not null)
        {
            request.HttpContext.Items[Written] = request.Query;
            request.Query = new QueryCollection(query);
        }
    }
}
