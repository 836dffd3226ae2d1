namespace Metropool.Http;

/// <summary>A part of a list that can grow.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">The address of the next part, from the root of the public address and with the same filters; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>The same part, each item shown in another way.</summary>
    public Page<TView> Select<TView>(Func<T, TView> view) => new([.. Items.Select(view)], Next);
}
