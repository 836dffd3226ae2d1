using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Metropool.Http;

/// <summary>The codes of the problems that every API has in common.</summary>
public static class ProblemCodes
{
    /// <summary>400: the request can't be read, or its values are not allowed; <c>errors</c> names each.</summary>
    public const string Invalid = "request.invalid";

    /// <summary>400: the cursor isn't one of this list with these filters.</summary>
    public const string CursorInvalid = "request.cursor-invalid";

    /// <summary>400: <c>If-Match</c> holds no entity tags.</summary>
    public const string IfMatchMalformed = "request.if-match-malformed";

    /// <summary>400: <c>If-None-Match</c> holds no entity tags.</summary>
    public const string IfNoneMatchMalformed = "request.if-none-match-malformed";

    /// <summary>400: <c>Idempotency-Key</c> is no key.</summary>
    public const string IdempotencyKeyMalformed = "request.idempotency-key-malformed";

    /// <summary>401: there is no token, or it isn't valid here.</summary>
    public const string Unauthenticated = "request.unauthenticated";

    /// <summary>403: the caller is known, and may not do this.</summary>
    public const string Forbidden = "request.forbidden";

    /// <summary>404: nothing is at this address.</summary>
    public const string NotFound = "request.not-found";

    /// <summary>405: something is at this address, and has not this method.</summary>
    public const string MethodNotAllowed = "request.method-not-allowed";

    /// <summary>409: somebody else changed the same thing at the same moment; read it again and repeat.</summary>
    public const string ConcurrentChange = "request.concurrent-change";

    /// <summary>409: the <c>Idempotency-Key</c> was used for another request.</summary>
    public const string IdempotencyKeyReused = "request.idempotency-key-reused";

    /// <summary>409: the request with this <c>Idempotency-Key</c> was carried out, and its answer held a secret and isn't kept.</summary>
    public const string AnswerNotKept = "request.answer-not-kept";

    /// <summary>412: it was changed since the caller read it.</summary>
    public const string VersionMismatch = "request.version-mismatch";

    /// <summary>428: the caller has to say in <c>If-Match</c> which version is to be changed.</summary>
    public const string IfMatchNeeded = "request.if-match-needed";

    /// <summary>413: the body is too large.</summary>
    public const string TooLarge = "request.too-large";

    /// <summary>415: the body is not of a media type that is read here.</summary>
    public const string MediaTypeUnsupported = "request.media-type-unsupported";

    /// <summary>415: the body has a content coding, such as gzip; <c>Accept-Encoding</c> names those that are read.</summary>
    public const string ContentCodingUnsupported = "request.content-coding-unsupported";

    /// <summary>429: too many requests.</summary>
    public const string TooMany = "request.too-many";

    /// <summary>500: a fault of ours.</summary>
    public const string Failed = "server.failed";

    /// <summary>503: something that is needed is away; try again after <c>Retry-After</c> seconds.</summary>
    public const string Unavailable = "server.unavailable";

    /// <summary>503: the disk of the database is full, and an operator has to make room; nothing was changed.</summary>
    public const string StorageFull = "server.storage-full";

    internal static (string Code, string Detail) Of(int status) => status switch
    {
        400 => (Invalid, "The request can't be read."),
        401 => (Unauthenticated, "This asks for a valid access token of Identity, for this service, in the Authorization header."),
        403 => (Forbidden, "The caller may not do this."),
        404 => (NotFound, "Nothing is at this address."),
        405 => (MethodNotAllowed, "This address has not this method; the Allow header names those that it has."),
        412 => (VersionMismatch, "It was changed since you read it. Read it again."),
        413 => (TooLarge, "The body is too large."),
        415 => (MediaTypeUnsupported, "The body is not of a media type that is read here; application/json is."),
        428 => (IfMatchNeeded, "Say in If-Match which version is meant."),
        429 => (TooMany, "Too many requests; try again later."),
        500 => (Failed, "A fault of ours. It is recorded under the trace id."),
        502 or 503 or 504 => (Unavailable, "Something that is needed is away for the moment; try again later."),
        < 500 => ("request.refused", "The request is refused."),
        _ => (Failed, "A fault of ours. It is recorded under the trace id."),
    };
}

/// <summary>Makes problem details (RFC 9457) complete: <c>type</c>, <c>title</c>, <c>status</c>, <c>detail</c>, <c>code</c>, <c>traceId</c>.</summary>
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
