using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Metropool.Http;

/// <summary>Which part of a list is asked for. A handler takes it with <c>[AsParameters]</c>.</summary>
/// <param name="Limit">How many items at most; 50 unless given.</param>
/// <param name="Cursor">Where the part before ended.</param>
/// <param name="Context">The request, which the link to the next part is made from.</param>
public sealed record Paging(
    [property: FromQuery(Name = "limit"), Range(1, Paging.Most), Description("How many items at most; 50 unless given.")] int? Limit,
    [property: FromQuery(Name = "cursor"), Description("From the link to the next part; not to be made or read by anybody else, and for the same filters only.")] string? Cursor,
    HttpContext Context)
{
    /// <summary>The most items of one part.</summary>
    public const int Most = 200;

    private const int Usual = 50;

    /// <summary>How many items are asked for.</summary>
    public int Size => Limit ?? Usual;

    /// <summary>Whether the cursor, if there is one, was given out for this list with these filters.</summary>
    public bool IsUsable => Cursor is null || Http.Cursor.Read(Cursor, Context.Request) is not null;

    /// <summary>The keys of the item that the part before ended with; null for the first part.</summary>
    /// <exception cref="BadHttpRequestException">The cursor is none of this list (400 <c>request.cursor-invalid</c>).</exception>
    public IReadOnlyList<JsonElement>? KeysBefore() => Cursor is null ? null : Http.Cursor.Read(Cursor, Context.Request) ?? throw Http.Cursor.Invalid();

    /// <summary>The id of the item that the part before ended with, of a list whose cursor is an id; null for the first part.</summary>
    /// <exception cref="BadHttpRequestException">The cursor is none of this list (400 <c>request.cursor-invalid</c>).</exception>
    public Guid? IdBefore() => KeysBefore() switch
    {
        null => null,
        [{ ValueKind: JsonValueKind.String } key] when key.TryGetGuid(out var id) => id,
        _ => throw Http.Cursor.Invalid(),
    };

    /// <summary>What to throw where the keys of a cursor don't fit the list (400 <c>request.cursor-invalid</c>).</summary>
    public static BadHttpRequestException InvalidCursor() => Http.Cursor.Invalid();

    /// <summary>The part that begins with these items.</summary>
    /// <param name="items">One item more than is asked for, where there is one.</param>
    /// <param name="keysOf">The keys of an item, which the list is ordered by.</param>
    public Page<T> PageOf<T>(IReadOnlyList<T> items, Func<T, IReadOnlyList<object>> keysOf)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(keysOf);
        return items.Count <= Size ? new(items, null) : new([.. items.Take(Size)], Http.Cursor.LinkAfter(keysOf(items[Size - 1]), Context.Request));
    }
}
