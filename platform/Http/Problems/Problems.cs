using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Metropool.Http;

/// <summary>The codes of the problems that all APIs share.</summary>
public static class ProblemCodes
{
    /// <summary>400: the request can't be read, or has values that are not allowed; <c>errors</c> lists them.</summary>
    public const string Invalid = "request.invalid";

    /// <summary>400: the cursor doesn't belong to this list with these filters.</summary>
    public const string CursorInvalid = "request.cursor-invalid";

    /// <summary>400: <c>If-Match</c> is not a list of entity tags.</summary>
    public const string IfMatchMalformed = "request.if-match-malformed";

    /// <summary>400: <c>If-None-Match</c> is not a list of entity tags.</summary>
    public const string IfNoneMatchMalformed = "request.if-none-match-malformed";

    /// <summary>400: <c>Idempotency-Key</c> is not a valid key.</summary>
    public const string IdempotencyKeyMalformed = "request.idempotency-key-malformed";

    /// <summary>401: the token is missing, or not valid for this service.</summary>
    public const string Unauthenticated = "request.unauthenticated";

    /// <summary>403: the caller is not allowed to do this.</summary>
    public const string Forbidden = "request.forbidden";

    /// <summary>404: no resource has this address.</summary>
    public const string NotFound = "request.not-found";

    /// <summary>405: the resource doesn't support the method.</summary>
    public const string MethodNotAllowed = "request.method-not-allowed";

    /// <summary>409: the resource was changed concurrently; read it again and retry.</summary>
    public const string ConcurrentChange = "request.concurrent-change";

    /// <summary>409: the <c>Idempotency-Key</c> was used for another request.</summary>
    public const string IdempotencyKeyReused = "request.idempotency-key-reused";

    /// <summary>409: the request with this <c>Idempotency-Key</c> was executed, and its response isn't stored.</summary>
    public const string ResponseNotStored = "request.response-not-stored";

    /// <summary>412: the resource was changed since the caller read it.</summary>
    public const string VersionMismatch = "request.version-mismatch";

    /// <summary>428: <c>If-Match</c> is required.</summary>
    public const string IfMatchNeeded = "request.if-match-needed";

    /// <summary>413: the body is too large.</summary>
    public const string TooLarge = "request.too-large";

    /// <summary>415: the media type of the body is not supported.</summary>
    public const string MediaTypeUnsupported = "request.media-type-unsupported";

    /// <summary>415: the content coding of the body, such as gzip, is not supported; <c>Accept-Encoding</c> lists those that are.</summary>
    public const string ContentCodingUnsupported = "request.content-coding-unsupported";

    /// <summary>429: too many requests.</summary>
    public const string TooMany = "request.too-many";

    /// <summary>500: an internal error.</summary>
    public const string Failed = "server.failed";

    /// <summary>503: a required server is unavailable; retry after <c>Retry-After</c> seconds.</summary>
    public const string Unavailable = "server.unavailable";

    /// <summary>503: the disk of the database is full, and an operator must free space. Nothing was changed.</summary>
    public const string StorageFull = "server.storage-full";

    internal static (string Code, string Detail) Of(int status) => status switch
    {
        400 => (Invalid, "The request can't be read."),
        401 => (Unauthenticated, "A valid access token for this service, issued by Identity, is required in the Authorization header."),
        403 => (Forbidden, "You are not allowed to do this."),
        404 => (NotFound, "Not found."),
        405 => (MethodNotAllowed, "Method not allowed. The Allow header lists the methods of this resource."),
        412 => (VersionMismatch, "The resource was changed since you read it. Read it again."),
        413 => (TooLarge, "The body is too large."),
        415 => (MediaTypeUnsupported, "The media type of the body is not supported. Use application/json."),
        428 => (IfMatchNeeded, "If-Match is required: send the ETag of the resource as you read it."),
        429 => (TooMany, "Too many requests. Try again later."),
        500 => (Failed, "An internal error occurred. It is logged with the trace id."),
        502 or 503 or 504 => (Unavailable, "A required server is unavailable. Try again later."),
        < 500 => ("request.refused", "The request is refused."),
        _ => (Failed, "An internal error occurred. It is logged with the trace id."),
    };
}

/// <summary>Creates and completes problem details (RFC 9457): <c>type</c>, <c>title</c>, <c>status</c>, <c>detail</c>, <c>code</c>, <c>traceId</c>.</summary>
internal static class Problems
{
    public const string MediaType = "application/problem+json";
    public const string CodeKey = "code";
    public const string ErrorsKey = "errors";

    public static ProblemDetails Of(int status, string? code = null, string? detail = null, IReadOnlyList<Fault>? faults = null)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };
        if (code is not null)
        {
            problem.Extensions[CodeKey] = code;
        }

        if (faults is { Count: > 0 })
        {
            problem.Extensions[ErrorsKey] = faults;
        }

        return problem;
    }

    public static void Complete(ProblemDetails problem, int status, string? traceId)
    {
        problem.Status ??= status;
        var (code, detail) = ProblemCodes.Of(problem.Status.Value);
        if (problem.Extensions.TryGetValue(CodeKey, out var given) && given is string text)
        {
            code = text;
        }

        problem.Extensions[CodeKey] = code;
        problem.Type = $"urn:problem-type:metropool:{code}";
        problem.Title = ReasonPhrases.GetReasonPhrase(problem.Status.Value);
        problem.Detail ??= detail;
        if (traceId is not null)
        {
            problem.Extensions["traceId"] = traceId;
        }
    }
}
