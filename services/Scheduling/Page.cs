using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling;

/// <summary>A part of a list that can grow.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">What to give as <c>cursor</c> for the next part; null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, Guid? Next);

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Limit">How many items at most; 50 unless given.</param>
/// <param name="Cursor">The <c>next</c> of the part before.</param>
internal sealed record Paging([property: FromQuery(Name = "limit"), Range(1, Paging.Most)] int? Limit, [property: FromQuery(Name = "cursor")] Guid? Cursor)
{
    public const int Most = 200;
    private const int Usual = 50;

    public int Size => Math.Clamp(Limit ?? Usual, 1, Most);
}

internal static class Pages
{
    /// <summary>Reads one part of a list that is ordered by its identities, which are UUIDv7: oldest first.</summary>
    public static async Task<Page<TView>> ToPageAsync<T, TView>(
        this IQueryable<T> query, Paging paging, Func<T, Guid> id, Func<T, TView> view, CancellationToken cancellationToken)
    {
        var found = await query.Take(paging.Size + 1).ToListAsync(cancellationToken);
        var items = found.Take(paging.Size).ToList();
        return new([.. items.Select(view)], found.Count > paging.Size ? id(items[^1]) : null);
    }
}
