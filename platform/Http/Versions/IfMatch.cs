using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Metropool.Http;

/// <summary>
/// The version that a caller wants to change, from <c>If-Match</c> (RFC 9110), so that nobody overwrites or decides on what they haven't seen. A handler that
/// takes it as a parameter has it demanded and described: without the header the answer is 428, with one that can't be read 400.
/// </summary>
/// <remarks>
/// <c>*</c> is any version: who sends it says that they don't mind. Of a tag the version counts alone, and not how the resource was shown: see <see cref="EntityTags"/>.
/// </remarks>
public sealed class IfMatch : IEndpointParameterMetadataProvider
{
    // Null is any version.
    private readonly IReadOnlyCollection<string>? _versions;

    private IfMatch(IReadOnlyCollection<string>? versions) => _versions = versions;

    /// <summary>The refusal of a request without the header.</summary>
    internal static Refusal Needed { get; } = new(
        ProblemCodes.IfMatchNeeded, "Say in If-Match which version is meant: its ETag as you read it. Somebody else may have changed it since.", StatusCodes.Status428PreconditionRequired);

    /// <summary>The refusal of a header that can't be read.</summary>
    internal static Refusal Malformed { get; } = Refusal.Invalid(
        ProblemCodes.IfMatchMalformed, "If-Match holds an ETag with its quotation marks, several of them, or *.", new Fault("If-Match", FaultCodes.NotReadable, "This is no entity tag."));

    /// <summary>Compares with the version that there is.</summary>
    /// <returns>The refusal (412) when the caller knows only another version; null when the change can be made.</returns>
    public Refusal? Mismatch(ResourceVersion current) => _versions is null || _versions.Contains(current.ToString()) ? null : Changed;

    /// <summary>Compares with what there is.</summary>
    /// <returns>The refusal (412) when the caller knows only another version; null when the change can be made.</returns>
    public Refusal? Mismatch(IVersioned current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return Mismatch(current.GetVersion());
    }

    /// <summary>Reads the header; called by minimal APIs.</summary>
    /// <exception cref="BadHttpRequestException">It isn't there (428), or can't be read (400).</exception>
    public static ValueTask<IfMatch?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult<IfMatch?>(Read(context.Request, out var refusal) ?? throw new RequestRefusedException(refusal!));
    }

    /// <summary>Reads the header.</summary>
    /// <param name="request">The request.</param>
    /// <param name="refusal">Why it can't be read: it is missing, or malformed.</param>
    internal static IfMatch? Read(HttpRequest request, out Refusal? refusal)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            refusal = Needed;
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

    /// <summary>Says of the endpoint that it demands the header; called by minimal APIs.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new DemandsIfMatch());
    }

    /// <summary>The refusal of a change to another version than the one that there is.</summary>
    public static Refusal Changed { get; } = new(ProblemCodes.VersionMismatch, "It was changed since you read it. Read it again.", StatusCodes.Status412PreconditionFailed);
}

/// <summary>Says of an endpoint that it demands <c>If-Match</c>.</summary>
public sealed record DemandsIfMatch;
