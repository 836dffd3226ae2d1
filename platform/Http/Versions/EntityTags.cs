using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Metropool.Http;

/// <summary>
/// Entity tags (RFC 9110) of what an API shows. A tag has two parts, <c>"version.digest"</c>; the first is empty where nothing can be changed. The first is the version of what a caller can change, which
/// <see cref="IfMatch"/> looks at alone: a change must not fail because a name that is shown along was changed elsewhere. The second is a digest of what was sent,
/// so that a tag is strong: <c>If-None-Match</c> is answered with 304 only where every byte would be the same.
/// </summary>
public static class EntityTags
{
    private const char Between = '.';

    /// <summary>Says which version the answer shows, where what is shown isn't <see cref="IVersioned"/>.</summary>
    public static void SetVersion(this HttpResponse response, ResourceVersion version)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.HttpContext.Items[typeof(ResourceVersion)] = version;
    }

    /// <summary>Why <c>If-None-Match</c> of a reading request can't be read; null where it can, or isn't there.</summary>
    internal static Refusal? MalformedIfNoneMatch(HttpRequest request) =>
        IsRead(request) && request.Headers.IfNoneMatch.Count > 0 && Known(request) is null ? Malformed : null;

    private static Refusal Malformed { get; } = Refusal.Invalid(
        ProblemCodes.IfNoneMatchMalformed,
        "If-None-Match holds an ETag with its quotation marks, several of them, or *.",
        new Fault("If-None-Match", FaultCodes.NotReadable, "This is no entity tag."));

    private static IList<EntityTagHeaderValue>? Known(HttpRequest request) =>
        EntityTagHeaderValue.TryParseStrictList([.. request.Headers.IfNoneMatch.OfType<string>()], out var known) && known.Count > 0 ? known : null;

    internal static string VersionIn(ReadOnlySpan<char> tag)
    {
        var text = tag.Trim('"');
        var end = text.IndexOf(Between);
        return (end < 0 ? text : text[..end]).ToString();
    }

    /// <summary>Has every answer to a GET, every 201 and every other one that shows a version carry its tag, and answers <c>If-None-Match</c>.</summary>
    internal static RouteGroupBuilder WithEntityTags(this RouteGroupBuilder group) => group.AddEndpointFilter(async (context, next) =>
    {
        var (result, http) = (await next(context), context.HttpContext);
        if (result is not IResult answer)
        {
            return result;
        }

        var made = (answer as INestedHttpResult)?.Result ?? answer;
        var version = http.Items.TryGetValue(typeof(ResourceVersion), out var shown) ? (ResourceVersion?)shown : ((made as IValueHttpResult)?.Value as IVersioned)?.GetVersion();
        return version is not null || IsRead(http.Request) || made is IStatusCodeHttpResult { StatusCode: StatusCodes.Status201Created } ? new Tagged(answer, version) : result;
    });

    /// <summary>Whether a caller who reads says that they have what this tag stands for.</summary>
    internal static bool IsKnown(HttpRequest request, string tag) =>
        IsRead(request) && Known(request)?.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Tag == tag) == true;

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>An answer whose body is looked at before it is sent.</summary>
    private sealed class Tagged(IResult answer, ResourceVersion? version) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            using var content = await HeldBackBody.OfAsync(response, () => answer.ExecuteAsync(httpContext));
            if (response.StatusCode is < 200 or > 299)
            {
                await content.SendAsync();
                return;
            }

            var tag = $"\"{version}{Between}{ResourceVersion.Digest(content.Bytes.Span)}\"";
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
