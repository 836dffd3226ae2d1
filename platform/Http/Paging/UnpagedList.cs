using Microsoft.AspNetCore.Builder;

namespace Metropool.Http;

/// <summary>
/// Marks an endpoint that returns a list without pages, and states what bounds its length. In the OpenAPI document this is <c>x-whole-list</c>.
/// </summary>
/// <param name="Reason">What bounds the list.</param>
public sealed record UnpagedList(string Reason)
{
    internal const string Extension = "x-whole-list";
}

/// <summary>Marks endpoints that return lists without pages.</summary>
public static class UnpagedListConventions
{
    /// <summary>Declares that a list has a bounded length and needs no pages. Every other list is a <see cref="Page{T}"/>.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="reason">What bounds it, as a sentence.</param>
    public static TBuilder ReturnsUnpagedList<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new UnpagedList(reason)));
        return builder;
    }
}
