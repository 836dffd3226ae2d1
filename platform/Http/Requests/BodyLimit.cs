using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Metropool.Http;

/// <summary>How large the body of a request may be.</summary>
/// <param name="Bytes">The limit of one endpoint.</param>
public sealed record BodyLimit(int Bytes)
{
    /// <summary>
    /// The limit in bytes unless an endpoint has a smaller one: room for the longest that a person may write at once, an internship report of twice 200,000
    /// characters, each of them escaped. The gateway lets as much through.
    /// </summary>
    public const int Default = 3 * 1024 * 1024;

    internal static int Of(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? Default;
}

/// <summary>Declares limits for bodies.</summary>
public static class BodyLimitConventions
{
    /// <summary>
    /// Declares that the body of this endpoint is smaller than <see cref="BodyLimit.Default"/>. The framework's own attribute isn't used for it: the server
    /// would then close the connection of a client that is still sending, and its answer would be lost.
    /// </summary>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, int bytes)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new BodyLimit(bytes)));
        return builder;
    }
}
