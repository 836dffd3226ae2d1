using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Metropool.Http;

/// <summary>The page of a list that a request asks for. Handlers take it with <c>[AsParameters]</c>.</summary>
/// <param name="Limit">The maximum number of items; 50 by default.</param>
/// <param name="Cursor">The cursor from the link to this page; null for the first page.</param>
/// <param name="Context">The request, for the link to the next page.</param>
public sealed record Paging(
    [property: FromQuery(Name = "limit"), Range(1, Paging.MaxSize), Description("The maximum number of items; 50 by default.")] int? Limit,
    [property: FromQuery(Name = "cursor"), Description("The cursor from the link to the next page. It is opaque, and valid for the same filters only.")]
    string? Cursor,
    HttpContext Context)
{
    /// <summary>The maximum number of items of a page.</summary>
    public const int MaxSize = 200;

    private const int DefaultSize = 50;

    /// <summary>The requested number of items.</summary>
    public int Size => Limit ?? DefaultSize;

    /// <summary>Whether the cursor, if any, belongs to this list with these filters.</summary>
    public bool IsUsable => Cursor is null || Http.Cursor.Read(Cursor, Context.Request) is not null;

    /// <summary>The keys of the last item of the previous page; null for the first page.</summary>
    /// <exception cref="BadHttpRequestException">The cursor doesn't belong to this list (400 <c>request.cursor-invalid</c>).</exception>
    public IReadOnlyList<JsonElement>? KeysBefore() => Cursor is null ? null : Http.Cursor.Read(Cursor, Context.Request) ?? throw Http.Cursor.Invalid();

    /// <summary>The id of the last item of the previous page, for a list whose cursor is an id; null for the first page.</summary>
    /// <exception cref="BadHttpRequestException">The cursor doesn't belong to this list (400 <c>request.cursor-invalid</c>).</exception>
    public Guid? IdBefore() => KeysBefore() switch
    {
        null => null,
        [{ ValueKind: JsonValueKind.String } key] when key.TryGetGuid(out var id) => id,
        _ => throw Http.Cursor.Invalid(),
    };

    /// <summary>The exception for a cursor whose keys don't match the list (400 <c>request.cursor-invalid</c>).</summary>
    public static BadHttpRequestException InvalidCursor() => Http.Cursor.Invalid();

    /// <summary>Creates a page.</summary>
    /// <param name="items">The items, with one more than <see cref="Size"/> where there is a next page.</param>
    /// <param name="keysOf">Returns the keys of an item by which the list is ordered.</param>
    public Page<T> PageOf<T>(IReadOnlyList<T> items, Func<T, IReadOnlyList<object>> keysOf)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(keysOf);
        return items.Count <= Size ? new(items, null) : new([.. items.Take(Size)], Http.Cursor.LinkAfter(keysOf(items[Size - 1]), Context.Request));
    }
}
