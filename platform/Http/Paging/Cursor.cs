using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Metropool.Http;

/// <summary>
/// The position at which a page ended: the keys of its last item, with a hash of the list and its filters. It needs no signature, because it grants no
/// access. It must not contain personal data, because it is part of a URL.
/// </summary>
internal static class Cursor
{
    public const string Key = "cursor";
    private const int HashLength = 8;
    private const int MaxLength = 1000;

    // Not filters: the next page can have another size.
    private static readonly string[] NoFilters = [Key, "limit"];

    /// <summary>Reads the keys in a cursor; null where the cursor doesn't belong to this list with these filters.</summary>
    public static IReadOnlyList<JsonElement>? Read(string cursor, HttpRequest request)
    {
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length <= HashLength || !bytes.AsSpan(0, HashLength).SequenceEqual(HashOf(request)))
        {
            return null;
        }

        try
        {
            var keys = JsonElement.Parse(bytes.AsSpan(HashLength));
            return keys.ValueKind == JsonValueKind.Array ? [.. keys.EnumerateArray()] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The address of the page after an item with these keys.</summary>
    public static string LinkAfter(IReadOnlyList<object> keys, HttpRequest request)
    {
        byte[] cursor = [.. HashOf(request), .. JsonSerializer.SerializeToUtf8Bytes(keys)];
        var query = new QueryBuilder(Query(request).Where(parameter => parameter.Key != Key)) { { Key, Base64Url.EncodeToString(cursor) } };
        return request.PathBase + request.Path + query.ToQueryString();
    }

    public static RequestRefusedException Invalid() => new(Refusal.Invalid(
        ProblemCodes.CursorInvalid,
        "The cursor doesn't belong to this list with these filters. Start with the first page.",
        Fault));

    public static Fault Fault { get; } = new(Key, FaultCodes.NotAllowed, "The cursor doesn't belong to this list with these filters.");

    private static ReadOnlySpan<byte> HashOf(HttpRequest request)
    {
        var filters = Query(request).Where(parameter => !NoFilters.Contains(parameter.Key))
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal).ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
            .Select(filter => $"{Uri.EscapeDataString(filter.Key)}={Uri.EscapeDataString(filter.Value)}");
        var list = $"{request.PathBase}{request.Path}?{string.Join('&', filters)}";
        return SHA256.HashData(Encoding.UTF8.GetBytes(list)).AsSpan(0, HashLength);
    }

    // The query as the caller wrote it. The names of parameters are case-insensitive.
    private static IEnumerable<KeyValuePair<string, string>> Query(HttpRequest request) =>
        from parameter in AddressValues.AsWritten(request)
        let name = NoFilters.FirstOrDefault(name => name.Equals(parameter.Key, StringComparison.OrdinalIgnoreCase)) ?? parameter.Key
        from value in parameter.Value
        select KeyValuePair.Create(name, value ?? "");
}
