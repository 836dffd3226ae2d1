using Microsoft.AspNetCore.Builder;

namespace Metropool.Http;

/// <summary>Says of an endpoint that it answers a whole list, and why that can't grow without bound. In the OpenAPI document it is <c>x-whole-list</c>.</summary>
/// <param name="Reason">What bounds the list.</param>
public sealed record WholeList(string Reason)
{
    internal const string Extension = "x-whole-list";
}

/// <summary>Declares whole lists.</summary>
public static class WholeListConventions
{
    /// <summary>Declares that this list is bounded by its nature, so that it needs no pages. Every other list is a <see cref="Page{T}"/>.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="reason">What bounds it, as a sentence.</param>
    public static TBuilder AnswersWholeList<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new WholeList(reason)));
        return builder;
    }
}
