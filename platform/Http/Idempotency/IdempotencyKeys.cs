using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Metropool.Http;

/// <summary>
/// Supports <c>Idempotency-Key</c> on every POST of an authenticated caller, who can repeat a request with the same key: it is executed once. It is a
/// middleware and not a filter, because it needs the bytes of request and response, and applies to every endpoint.
/// </summary>
public static class IdempotencyKeys
{
    /// <summary>The header of the request.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The header of a repeated response.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    internal const int MaxLength = 255;

    /// <summary>
    /// Marks an endpoint whose response contains a secret. Its requests are executed once too, but the response isn't stored and can't be repeated.
    /// </summary>
    public static TBuilder ReturnsSecret<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new SecretResponse()));
        return builder;
    }

    internal static void UseIdempotencyKeys(this IApplicationBuilder app) => app.Use((context, next) =>
        HttpMethods.IsPost(context.Request.Method)
        && context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<ApiEndpoint>() is not null
        && CallerOf(context) is { } caller
        && KeyOf(context.Request) is { } key
        && context.RequestServices.GetService<IIdempotentRequests>() is { } requests
            ? HandleAsync(context, next, endpoint, requests, caller, key)
            : next(context));

    /// <summary>The refusal of a malformed key; null where the key is valid, or not used.</summary>
    internal static Refusal? MalformedKey(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && CallerOf(context) is not null && context.Request.Headers.ContainsKey(Header)
        && KeyOf(context.Request) is null
            ? Malformed
            : null;

    private static Refusal Malformed { get; } = Refusal.Invalid(
        ProblemCodes.IdempotencyKeyMalformed, $"{Header} must be one key of 1 to {MaxLength} visible ASCII characters.",
        new Fault(Header, FaultCodes.NotAllowed, $"A key has 1 to {MaxLength} visible ASCII characters."));

    private static string? KeyOf(HttpRequest request) =>
        request.Headers[Header] is [{ Length: >= 1 and <= MaxLength } key] && key.All(character => character is >= '!' and <= '~') ? key : null;

    // Stored responses are separated by caller, so an anonymous request can't use a key.
    private static string? CallerOf(HttpContext context) => context.User.Identity?.IsAuthenticated != true ? null : Caller.From(context.User) switch
    {
        { PersonId: { } person } => IdempotentRequest.CallerOf(person),
        { ClientId: { } client } => $"client:{client}",
        _ => null,
    };

    private static async Task HandleAsync(HttpContext context, RequestDelegate next, Endpoint endpoint, IIdempotentRequests requests, string caller, string key)
    {
        // A caller can represent several organisations: the same request for another one is another request.
        var request = new IdempotentRequest(
            SHA256.HashData(Encoding.UTF8.GetBytes(
                $"{caller} {Caller.From(context.User).OrganisationId}\n{context.Request.Method} {context.Request.PathBase}{context.Request.Path}\n{key}")),
            caller,
            ContentOf(context));
        var isSecret = endpoint.Metadata.GetMetadata<SecretResponse>() is not null;
        BufferedResponse? buffered = null;
        try
        {
            var previous = await requests.ExecuteOnceAsync(
                request,
                async () =>
                {
                    buffered = await BufferedResponse.WriteAsync(context.Response, () => next(context));
                    return ToStored(context.Response, buffered, isSecret);
                },
                context.RequestAborted);
            await (previous is null ? buffered!.SendAsync() : RepeatAsync(context, request, previous));
        }
        finally
        {
            buffered?.Dispose();
        }
    }

    private static byte[] ContentOf(HttpContext context)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes($"{context.Request.ContentType}\n{context.Request.QueryString}\n"));
        digest.AppendData(BufferedBody.Of(context).Span);
        return digest.GetHashAndReset();
    }

    private static StoredResponse? ToStored(HttpResponse response, BufferedResponse buffered, bool isSecret) => response.StatusCode is < 200 or > 399
        ? null
        : new(
            response.StatusCode,
            response.ContentType,
            Text(response.Headers.Location),
            Text(response.Headers.ETag),
            isSecret ? null : buffered.Bytes.ToArray());

    private static string? Text(StringValues header) => header.Count == 0 ? null : header.ToString();

    private static async Task RepeatAsync(HttpContext context, IdempotentRequest request, PreviousResponse previous)
    {
        if (!request.Content.AsSpan().SequenceEqual(previous.Content))
        {
            await Refusal.Conflict(ProblemCodes.IdempotencyKeyReused, $"The {Header} was used for a request with another body.")
                .ToProblem().ExecuteAsync(context);
            return;
        }

        if (previous.Response.Body is not { } body)
        {
            var refusal = Refusal.Conflict(
                ProblemCodes.ResponseNotStored,
                "The request was executed before. Its response isn't stored: it contained a secret, or data of an erased person.");
            await refusal.ToProblem().ExecuteAsync(context);
            return;
        }

        var response = context.Response;
        response.StatusCode = previous.Response.Status;
        response.Headers[ReplayedHeader] = "true";
        response.Headers.ContentType = previous.Response.ContentType;
        response.Headers.Location = previous.Response.Location;
        response.Headers.ETag = previous.Response.ETag;
        if (body.Length > 0)
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}

/// <summary>Marks an endpoint whose response contains a secret.</summary>
internal sealed record SecretResponse;
