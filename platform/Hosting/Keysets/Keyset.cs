using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Hosting.Keysets;

/// <summary>
/// The order of a list with pages. A page begins after the last item of the previous one, by a comparison of rows, <c>(a, b) &gt; (x, y)</c>, for which
/// PostgreSQL uses an index on the same columns; all keys therefore have the same direction. No item is repeated or skipped, whatever is added or deleted
/// between two pages.
/// </summary>
/// <remarks>The keys are part of URLs, and must not be personal data. They are never null and don't change, and the last key is unique.</remarks>
public sealed class Keyset<T>
{
    private readonly ParameterExpression _item = Expression.Parameter(typeof(T), "item");
    private readonly bool _descending;
    private readonly IReadOnlyList<Expression> _keys;
    private readonly Func<T, object>[] _read;

    internal Keyset(bool descending, params LambdaExpression[] keys)
    {
        _descending = descending;
        _keys = [.. keys.Select(key => new Replacement(key.Parameters[0], _item).Visit(key.Body)!)];
        _read = [.. _keys.Select(key => Expression.Lambda<Func<T, object>>(Expression.Convert(key, typeof(object)), _item).Compile())];
    }

    internal IReadOnlyList<object> Of(T item) => [.. _read.Select(read => read(item))];

    /// <summary>Sorts the items, and returns those after the keys.</summary>
    /// <exception cref="Microsoft.AspNetCore.Http.BadHttpRequestException">The keys don't match this list.</exception>
    internal IQueryable<T> After(IQueryable<T> items, IReadOnlyList<JsonElement>? keys)
    {
        if (keys is not null)
        {
            items = items.Where(Expression.Lambda<Func<T, bool>>(IsAfter(keys), _item));
        }

        var first = true;
        foreach (var key in _keys)
        {
            var method = (first, _descending) switch
            {
                (true, false) => nameof(Queryable.OrderBy),
                (true, true) => nameof(Queryable.OrderByDescending),
                (false, false) => nameof(Queryable.ThenBy),
                (false, true) => nameof(Queryable.ThenByDescending),
            };
            var selector = Expression.Quote(Expression.Lambda(key, _item));
            items = items.Provider.CreateQuery<T>(Expression.Call(typeof(Queryable), method, [typeof(T), key.Type], items.Expression, selector));
            first = false;
        }

        return items;
    }

    private MethodCallExpression IsAfter(IReadOnlyList<JsonElement> given)
    {
        if (given.Count != _keys.Count)
        {
            throw CursorKeys.Invalid();
        }

        // Rows also for one key, because the operators of expressions don't support every type.
        List<Expression> values = [.. _keys.Select((key, index) => CursorKeys.Parameter(given[index], key.Type))];
        return Expression.Call(
            typeof(NpgsqlDbFunctionsExtensions),
            _descending ? nameof(NpgsqlDbFunctionsExtensions.LessThan) : nameof(NpgsqlDbFunctionsExtensions.GreaterThan),
            [],
            Expression.Constant(EF.Functions), Row(_keys), Row(values));
    }

    private static UnaryExpression Row(IReadOnlyList<Expression> values) => Expression.Convert(
        Expression.Call(typeof(ValueTuple), nameof(ValueTuple.Create), [.. values.Select(value => value.Type)], [.. values]), typeof(ITuple));

    private sealed class Replacement(Expression from, Expression to) : ExpressionVisitor
    {
        public override Expression? Visit(Expression? node) => node == from ? to : base.Visit(node);
    }
}

/// <summary>Creates orders of lists, and reads pages.</summary>
public static class Keyset
{
    /// <summary>Sorts by a unique key.</summary>
    public static Keyset<T> Ascending<T, TKey>(Expression<Func<T, TKey>> key)
        where TKey : notnull => new(false, key);

    /// <summary>Sorts by a key, then by a unique key.</summary>
    public static Keyset<T> Ascending<T, TKey, TLast>(Expression<Func<T, TKey>> key, Expression<Func<T, TLast>> last)
        where TKey : notnull
        where TLast : notnull => new(false, key, last);

    /// <summary>Sorts by a unique key, descending.</summary>
    public static Keyset<T> Descending<T, TKey>(Expression<Func<T, TKey>> key)
        where TKey : notnull => new(true, key);

    /// <summary>Sorts by a key, then by a unique key, both descending.</summary>
    public static Keyset<T> Descending<T, TKey, TLast>(Expression<Func<T, TKey>> key, Expression<Func<T, TLast>> last)
        where TKey : notnull
        where TLast : notnull => new(true, key, last);

    /// <summary>
    /// Reads the requested page. A projection must set the keys by member initializers, because EF Core can't translate constructor parameters.
    /// </summary>
    /// <exception cref="Microsoft.AspNetCore.Http.BadHttpRequestException">The cursor doesn't belong to this list (400
    /// <c>request.cursor-invalid</c>).</exception>
    public static async Task<Page<T>> ToPageAsync<T>(this IQueryable<T> items, Paging paging, Keyset<T> order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paging);
        ArgumentNullException.ThrowIfNull(order);
        return paging.PageOf(await order.After(items, paging.KeysBefore()).Take(paging.Size + 1).ToListAsync(cancellationToken), order.Of);
    }
}

/// <summary>Converts the keys in a cursor to parameters of a query.</summary>
internal static class CursorKeys
{
    // With instants in UTC, which the database requires.
    private static readonly JsonSerializerOptions Json = CreateOptions();

    public static Expression Parameter(JsonElement given, Type type)
    {
        try
        {
            var value = given.Deserialize(type, Json) ?? throw Invalid();
            var holder = Activator.CreateInstance(typeof(Holder<>).MakeGenericType(type), value)!;
            return Expression.Property(Expression.Constant(holder), nameof(Holder<>.Value));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Invalid();
        }
    }

    public static Exception Invalid() => Paging.InvalidCursor();

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions();
        JsonRules.Apply(options);
        return options;
    }

    // A member of an object becomes a parameter of the query; a constant would need a plan for every page.
    private sealed class Holder<TKey>(TKey value)
    {
        public TKey Value => value;
    }
}
