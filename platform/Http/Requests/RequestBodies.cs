using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Metropool.Http;

/// <summary>
/// Refuses a body by its headers, before it is read and before the caller is authenticated: for a character encoding other than UTF-8 (RFC 8259), a content
/// coding, or a length above the limit.
/// </summary>
internal static class RequestBodies
{
    private const string Identity = "identity";
    private const string Charset = "charset";
    private const string Utf8 = "utf-8";

    private static readonly Refusal UnsupportedEncoding = new(
        ProblemCodes.MediaTypeUnsupported, "The character encoding of the body must be UTF-8.", StatusCodes.Status415UnsupportedMediaType);

    private static readonly Refusal UnsupportedCoding = new(
        ProblemCodes.ContentCodingUnsupported,
        "The content coding of the body is not supported. Send the body without one.",
        StatusCodes.Status415UnsupportedMediaType);

    /// <summary>The refusal of a body above its limit.</summary>
    public static Refusal TooLarge(int limit) =>
        new(ProblemCodes.TooLarge, $"The body exceeds the limit of {limit} bytes.", StatusCodes.Status413PayloadTooLarge);

    public static void UseRequestBodies(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            await next(context);
            return;
        }

        var refusal = RefusalOfCoding(context.Request) ?? RefusalOfEncoding(context.Request)
            ?? (context.Request.ContentLength > BodyLimit.Of(endpoint) ? TooLarge(BodyLimit.Of(endpoint)) : null);
        // BufferedBody has a limit of its own. Without the server's limit, the server reads and drops the rest of a refused body for some seconds, so that a
        // client that is still sending receives the response.
        if ((refusal is not null || endpoint.Metadata.GetMetadata<ApiEndpoint>() is not null)
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (refusal is null)
        {
            await next(context);
            return;
        }

        if (refusal == UnsupportedCoding)
        {
            context.Response.Headers.AcceptEncoding = Identity;
        }

        await refusal.ToProblem().ExecuteAsync(context);
    });

    private static Refusal? RefusalOfCoding(HttpRequest request) => request.Headers.ContentEncoding
        .SelectMany(codings => (codings ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .All(coding => coding.Equals(Identity, StringComparison.OrdinalIgnoreCase)) ? null : UnsupportedCoding;

    private static Refusal? RefusalOfEncoding(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var mediaType))
        {
            return null;
        }

        var encodings = mediaType.Parameters.Where(parameter => parameter.Name.Equals(Charset, StringComparison.OrdinalIgnoreCase)).ToList();
        if (!encodings.TrueForAll(encoding => HeaderUtilities.RemoveQuotes(encoding.Value).Equals(Utf8, StringComparison.OrdinalIgnoreCase)))
        {
            return UnsupportedEncoding;
        }

        if (encodings.Count > 0)
        {
            // The framework doesn't accept quotation marks around an encoding, which RFC 9110 allows.
            encodings.ForEach(encoding => encoding.Value = Utf8);
            request.ContentType = mediaType.ToString();
        }

        return null;
    }
}
