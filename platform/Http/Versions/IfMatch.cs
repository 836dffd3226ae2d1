using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Metropool.Http;

/// <summary>
/// The version that a caller wants to change, from <c>If-Match</c> (RFC 9110), which prevents changes and decisions based on an outdated version. The header
/// is required, and documented, for a handler that has this parameter: without it the response is 428, and 400 where it is malformed.
/// </summary>
/// <remarks><c>*</c> is any version. Only the version in a tag is compared, see <see cref="EntityTags"/>.</remarks>
public sealed class IfMatch : IEndpointParameterMetadataProvider
{
    // Null for any version.
    private readonly IReadOnlyCollection<string>? _versions;

    private IfMatch(IReadOnlyCollection<string>? versions) => _versions = versions;

    /// <summary>The refusal of a request without the header.</summary>
    internal static Refusal Required { get; } = new(
        ProblemCodes.IfMatchNeeded, "If-Match is required: send the ETag of the resource as you read it.", StatusCodes.Status428PreconditionRequired);

    /// <summary>The refusal of a header that can't be read.</summary>
    internal static Refusal Malformed { get; } = Refusal.Invalid(
        ProblemCodes.IfMatchMalformed,
        "If-Match must be one or more ETags with quotation marks, or *.",
        new Fault("If-Match", FaultCodes.NotReadable, "The value is not an entity tag."));

    /// <summary>Compares with the current version.</summary>
    /// <returns>The refusal (412) where the version differs; null where it is the same.</returns>
    public Refusal? Mismatch(ResourceVersion current) => _versions is null || _versions.Contains(current.ToString()) ? null : Changed;

    /// <summary>Compares with the current version.</summary>
    /// <returns>The refusal (412) where the version differs; null where it is the same.</returns>
    public Refusal? Mismatch(IVersioned current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return Mismatch(current.GetVersion());
    }

    /// <summary>Reads the header; called by minimal APIs.</summary>
    /// <exception cref="BadHttpRequestException">The header is missing (428) or malformed (400).</exception>
    public static ValueTask<IfMatch?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult<IfMatch?>(Read(context.Request, out var refusal) ?? throw new RequestRefusedException(refusal!));
    }

    /// <summary>Reads the header.</summary>
    /// <param name="request">The request.</param>
    /// <param name="refusal">The refusal where the header is missing or malformed.</param>
    internal static IfMatch? Read(HttpRequest request, out Refusal? refusal)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            refusal = Required;
            return null;
        }

        if (!EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags) || tags.Count == 0)
        {
            refusal = Malformed;
            return null;
        }

        refusal = null;
        return new(tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any))
            ? null
            : [.. tags.Where(tag => !tag.IsWeak).Select(tag => EntityTags.VersionIn(tag.Tag.AsSpan()))]);
    }

    /// <summary>Marks the endpoint; called by minimal APIs.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new RequiresIfMatch());
    }

    /// <summary>The refusal of a change to an outdated version.</summary>
    public static Refusal Changed { get; } = new(
        ProblemCodes.VersionMismatch, "The resource was changed since you read it. Read it again.", StatusCodes.Status412PreconditionFailed);
}

/// <summary>Marks an endpoint for which <c>If-Match</c> is required.</summary>
public sealed record RequiresIfMatch;
