using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Metropool.Http;

/// <summary>
/// Where a part of a list ended: the keys of its last item, together with a mark of the list and its filters. It is a place in what its user may see anyway and
/// gives no right to anything, so that it needs no signature; and nothing that is personal is ever a key, for it stands in an address.
/// </summary>
internal static class Cursor
{
    public const string Key = "cursor";
    private const int MarkLength = 8;
    private const int Longest = 1000;

    // Not part of what a list is: another size may go on where a part ended.
    private static readonly string[] NoFilters = [Key, "limit"];

    /// <summary>The keys in a cursor; null when it wasn't given out for this list with these filters.</summary>
    public static IReadOnlyList<JsonElement>? Read(string cursor, HttpRequest request)
    {
        if (cursor.Length > Longest || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length <= MarkLength || !bytes.AsSpan(0, MarkLength).SequenceEqual(MarkOf(request)))
        {
            return null;
        }

        try
        {
            var keys = JsonElement.Parse(bytes.AsSpan(MarkLength));
            return keys.ValueKind == JsonValueKind.Array ? [.. keys.EnumerateArray()] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The address of the part after an item with these keys.</summary>
    public static string LinkAfter(IReadOnlyList<object> keys, HttpRequest request)
    {
        byte[] cursor = [.. MarkOf(request), .. JsonSerializer.SerializeToUtf8Bytes(keys)];
        var query = new QueryBuilder(Query(request).Where(parameter => parameter.Key != Key)) { { Key, Base64Url.EncodeToString(cursor) } };
        return request.PathBase + request.Path + query.ToQueryString();
    }

    public static RequestRefusedException Invalid() => new(Refusal.Invalid(
        ProblemCodes.CursorInvalid,
        "The cursor isn't one of this list with these filters. Begin with the first part again.",
        Fault));

    public static Fault Fault { get; } = new(Key, FaultCodes.NotAllowed, "The cursor isn't one of this list with these filters.");

    private static ReadOnlySpan<byte> MarkOf(HttpRequest request)
    {
        var filters = Query(request).Where(parameter => !NoFilters.Contains(parameter.Key)).OrderBy(parameter => parameter.Key, StringComparer.Ordinal).ThenBy(parameter => parameter.Value, StringComparer.Ordinal);
        var list = $"{request.PathBase}{request.Path}?{string.Join('&', filters.Select(filter => $"{Uri.EscapeDataString(filter.Key)}={Uri.EscapeDataString(filter.Value)}"))}";
        return SHA256.HashData(Encoding.UTF8.GetBytes(list)).AsSpan(0, MarkLength);
    }

    // As it was written. The names of parameters are matched without regard to case, and so they are here.
    private static IEnumerable<KeyValuePair<string, string>> Query(HttpRequest request) => AddressValues.AsWritten(request).SelectMany(parameter => parameter.Value.Select(value =>
        KeyValuePair.Create(NoFilters.FirstOrDefault(name => name.Equals(parameter.Key, StringComparison.OrdinalIgnoreCase)) ?? parameter.Key, value ?? "")));
}
