namespace Metropool.Http;

/// <summary>A page of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">The path of the next page, relative to the public address and with the same filters; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>Projects each item of the page.</summary>
    public Page<TResult> Select<TResult>(Func<T, TResult> selector) => new([.. Items.Select(selector)], Next);
}
