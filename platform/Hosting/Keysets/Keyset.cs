using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Hosting.Keysets;

/// <summary>
/// What a list that is read in parts is ordered by. A part begins after the last item of the one before, by one comparison of rows, <c>(a, b) &gt; (x, y)</c>, for
/// which PostgreSQL uses an index on the same columns; so that all of them go in the same direction. No item comes twice and none is left out, whatever is
/// added and removed between two parts.
/// </summary>
/// <remarks>
/// The keys stand in an address: never what is personal. They are never null, don't change, and the last one tells any two items apart.
/// </remarks>
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

    /// <summary>The items in their order, those after the keys given.</summary>
    /// <exception cref="Microsoft.AspNetCore.Http.BadHttpRequestException">The keys are others than those of this list.</exception>
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
            items = items.Provider.CreateQuery<T>(Expression.Call(typeof(Queryable), method, [typeof(T), key.Type], items.Expression, Expression.Quote(Expression.Lambda(key, _item))));
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

        // As rows also where there is one key: no other comparison does for every type.
        List<Expression> values = [.. _keys.Select((key, place) => CursorKeys.Parameter(given[place], key.Type))];
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

/// <summary>Orders of lists, and reading lists in parts.</summary>
public static class Keyset
{
    /// <summary>Ordered by a key that tells any two items apart.</summary>
    public static Keyset<T> Ascending<T, TKey>(Expression<Func<T, TKey>> key)
        where TKey : notnull => new(false, key);

    /// <summary>Ordered by a key, and among equals by one that tells any two items apart.</summary>
    public static Keyset<T> Ascending<T, TKey, TLast>(Expression<Func<T, TKey>> key, Expression<Func<T, TLast>> last)
        where TKey : notnull
        where TLast : notnull => new(false, key, last);

    /// <summary>Ordered by a key that tells any two items apart, the greatest first.</summary>
    public static Keyset<T> Descending<T, TKey>(Expression<Func<T, TKey>> key)
        where TKey : notnull => new(true, key);

    /// <summary>Ordered by a key, and among equals by one that tells any two items apart, the greatest first.</summary>
    public static Keyset<T> Descending<T, TKey, TLast>(Expression<Func<T, TKey>> key, Expression<Func<T, TLast>> last)
        where TKey : notnull
        where TLast : notnull => new(true, key, last);

    /// <summary>Reads the part that is asked for. What is projected before must set its keys as members, and not through a constructor, which no SQL looks into.</summary>
    /// <exception cref="Microsoft.AspNetCore.Http.BadHttpRequestException">The cursor isn't one of this list (400 <c>request.cursor-invalid</c>).</exception>
    public static async Task<Page<T>> ToPageAsync<T>(this IQueryable<T> items, Paging paging, Keyset<T> order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paging);
        ArgumentNullException.ThrowIfNull(order);
        return paging.PageOf(await order.After(items, paging.KeysBefore()).Take(paging.Size + 1).ToListAsync(cancellationToken), order.Of);
    }
}

/// <summary>The keys in a cursor as parameters of a query.</summary>
internal static class CursorKeys
{
    // As everything that comes from outside: instants in UTC, which the database takes no other.
    private static readonly JsonSerializerOptions Json = MakeOptions();

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

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions();
        JsonRules.Apply(options);
        return options;
    }

    // A member of an object, and no constant: one plan for every part of a list.
    private sealed class Holder<TKey>(TKey value)
    {
        public TKey Value => value;
    }
}
