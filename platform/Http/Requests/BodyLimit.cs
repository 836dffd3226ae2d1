using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Metropool.Http;

/// <summary>The maximum size of the body of a request.</summary>
/// <param name="Bytes">The limit of an endpoint.</param>
public sealed record BodyLimit(int Bytes)
{
    /// <summary>
    /// The limit in bytes of an endpoint that has no smaller one. It allows for the longest request, an internship report of twice 200,000 characters, each
    /// of which may be escaped. The gateway has the same limit.
    /// </summary>
    public const int Default = 3 * 1024 * 1024;

    internal static int Of(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? Default;
}

/// <summary>Sets limits for bodies.</summary>
public static class BodyLimitConventions
{
    /// <summary>
    /// Sets a limit smaller than <see cref="BodyLimit.Default"/>. With the framework's attribute the server would close the connection of a client that is
    /// still sending, which then doesn't receive the response.
    /// </summary>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, int bytes)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new BodyLimit(bytes)));
        return builder;
    }
}
