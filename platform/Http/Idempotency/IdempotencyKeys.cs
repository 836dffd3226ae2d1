using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Metropool.Http;

/// <summary>
/// <c>Idempotency-Key</c> on every POST of a known caller: who isn't sure whether a request arrived sends it again with the same key, and it is carried out once.
/// A middleware and not a filter: it sees the very bytes that are sent and answered, and no endpoint has to ask for it.
/// </summary>
public static class IdempotencyKeys
{
    /// <summary>The header of the request.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The header of an answer that was given before.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    internal const int Longest = 255;

    /// <summary>Says of an endpoint that its answer holds a secret that is told once. The request is carried out once as well; its answer isn't kept, and can't be had again.</summary>
    public static TBuilder AnswersWithSecret<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new SecretAnswer()));
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

    /// <summary>The refusal of a key that is malformed, where keys are looked at.</summary>
    internal static Refusal? MalformedKey(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && CallerOf(context) is not null && context.Request.Headers.ContainsKey(Header) && KeyOf(context.Request) is null
            ? Malformed
            : null;

    private static Refusal Malformed { get; } = Refusal.Invalid(
        ProblemCodes.IdempotencyKeyMalformed, $"{Header} is one key of 1 to {Longest} visible ASCII characters.",
        new Fault(Header, FaultCodes.NotAllowed, $"A key has 1 to {Longest} visible ASCII characters."));

    private static string? KeyOf(HttpRequest request) =>
        request.Headers[Header] is [{ Length: >= 1 and <= Longest } key] && key.All(character => character is >= '!' and <= '~') ? key : null;

    // Without a caller there is nobody whose answer could be kept apart from everybody else's.
    private static string? CallerOf(HttpContext context) => context.User.Identity?.IsAuthenticated != true ? null : Caller.From(context.User) switch
    {
        { PersonId: { } person } => IdempotentRequest.CallerOf(person),
        { ClientId: { } client } => $"client:{client}",
        _ => null,
    };

    private static async Task HandleAsync(HttpContext context, RequestDelegate next, Endpoint endpoint, IIdempotentRequests requests, string caller, string key)
    {
        // Who speaks for two organisations asks for each by itself: the same request for the other one is another request.
        var request = new IdempotentRequest(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{caller} {Caller.From(context.User).OrganisationId}\n{context.Request.Method} {context.Request.PathBase}{context.Request.Path}\n{key}")),
            caller,
            ContentOf(context));
        var isSecret = endpoint.Metadata.GetMetadata<SecretAnswer>() is not null;
        HeldBackBody? held = null;
        try
        {
            var earlier = await requests.OnceAsync(
                request,
                async () =>
                {
                    held = await HeldBackBody.OfAsync(context.Response, () => next(context));
                    return ToKeep(context.Response, held, isSecret);
                },
                context.RequestAborted);
            await (earlier is null ? held!.SendAsync() : AnswerAgainAsync(context, request, earlier));
        }
        finally
        {
            held?.Dispose();
        }
    }

    // The bytes as they are.
    private static byte[] ContentOf(HttpContext context)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes($"{context.Request.ContentType}\n{context.Request.QueryString}\n"));
        digest.AppendData(BufferedBody.Of(context).Span);
        return digest.GetHashAndReset();
    }

    private static KeptAnswer? ToKeep(HttpResponse response, HeldBackBody held, bool isSecret) => response.StatusCode is < 200 or > 399
        ? null
        : new(response.StatusCode, response.ContentType, Text(response.Headers.Location), Text(response.Headers.ETag), isSecret ? null : held.Bytes.ToArray());

    private static string? Text(StringValues header) => header.Count == 0 ? null : header.ToString();

    private static async Task AnswerAgainAsync(HttpContext context, IdempotentRequest request, EarlierAnswer earlier)
    {
        if (!request.Content.AsSpan().SequenceEqual(earlier.Content))
        {
            await Refusal.Conflict(ProblemCodes.IdempotencyKeyReused, $"This {Header} was used for a request with another body.").ToProblem().ExecuteAsync(context);
            return;
        }

        if (earlier.Answer.Body is not { } body)
        {
            await Refusal.Conflict(ProblemCodes.AnswerNotKept, "The request was carried out before. Its answer isn't kept: it held a secret, or the data of a person who was erased.").ToProblem().ExecuteAsync(context);
            return;
        }

        var response = context.Response;
        response.StatusCode = earlier.Answer.Status;
        response.Headers[ReplayedHeader] = "true";
        response.Headers.ContentType = earlier.Answer.ContentType;
        response.Headers.Location = earlier.Answer.Location;
        response.Headers.ETag = earlier.Answer.ETag;
        if (body.Length > 0)
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}

/// <summary>Says of an endpoint that its answer holds a secret.</summary>
internal sealed record SecretAnswer;
