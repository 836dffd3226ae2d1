using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Metropool.Http;

/// <summary>
/// Entity tags (RFC 9110) of the API. A tag has two parts, <c>"version.digest"</c>. The first is the version of what the caller can change, and is empty
/// where nothing can be changed. <see cref="IfMatch"/> compares only this part: a change must not fail because a related name in the response was changed
/// elsewhere. The second is a digest of the response, so that the tag is strong: the response to <c>If-None-Match</c> is 304 only where every byte is the
/// same.
/// </summary>
public static class EntityTags
{
    private const char Separator = '.';

    /// <summary>Sets the version of a response that isn't <see cref="IVersioned"/>.</summary>
    public static void SetVersion(this HttpResponse response, ResourceVersion version)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.HttpContext.Items[typeof(ResourceVersion)] = version;
    }

    /// <summary>The refusal of a malformed <c>If-None-Match</c>; null where it is valid or absent.</summary>
    internal static Refusal? MalformedIfNoneMatch(HttpRequest request) =>
        IsRead(request) && request.Headers.IfNoneMatch.Count > 0 && Known(request) is null ? Malformed : null;

    private static Refusal Malformed { get; } = Refusal.Invalid(
        ProblemCodes.IfNoneMatchMalformed,
        "If-None-Match must be one or more ETags with quotation marks, or *.",
        new Fault("If-None-Match", FaultCodes.NotReadable, "The value is not an entity tag."));

    private static IList<EntityTagHeaderValue>? Known(HttpRequest request) =>
        EntityTagHeaderValue.TryParseStrictList([.. request.Headers.IfNoneMatch.OfType<string>()], out var known) && known.Count > 0 ? known : null;

    internal static string VersionIn(ReadOnlySpan<char> tag)
    {
        var text = tag.Trim('"');
        var end = text.IndexOf(Separator);
        return (end < 0 ? text : text[..end]).ToString();
    }

    /// <summary>Adds the tag to every response to GET, every 201 and every other response with a version, and supports <c>If-None-Match</c>.</summary>
    internal static RouteGroupBuilder WithEntityTags(this RouteGroupBuilder group) => group.AddEndpointFilter(async (context, next) =>
    {
        var (result, http) = (await next(context), context.HttpContext);
        if (result is not IResult outer)
        {
            return result;
        }

        var inner = (outer as INestedHttpResult)?.Result ?? outer;
        var version = http.Items.TryGetValue(typeof(ResourceVersion), out var item)
            ? (ResourceVersion?)item
            : ((inner as IValueHttpResult)?.Value as IVersioned)?.GetVersion();
        var hasTag = version is not null || IsRead(http.Request) || inner is IStatusCodeHttpResult { StatusCode: StatusCodes.Status201Created };
        return hasTag ? new TaggedResult(outer, version) : result;
    });

    /// <summary>Whether a read request has the tag in <c>If-None-Match</c>.</summary>
    internal static bool IsKnown(HttpRequest request, string tag) =>
        IsRead(request) && Known(request)?.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Tag == tag) == true;

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>A result whose body is buffered for its digest.</summary>
    private sealed class TaggedResult(IResult result, ResourceVersion? version) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            using var content = await BufferedResponse.WriteAsync(response, () => result.ExecuteAsync(httpContext));
            if (response.StatusCode is < 200 or > 299)
            {
                await content.SendAsync();
                return;
            }

            var tag = $"\"{version}{Separator}{ResourceVersion.Digest(content.Bytes.Span)}\"";
            response.Headers.ETag = tag;
            if (IsKnown(httpContext.Request, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                (response.Headers.ContentType, response.Headers.ContentDisposition) = (default, default);
                response.Headers.ContentLength = null;
                return;
            }

            await content.SendAsync();
        }
    }
}
