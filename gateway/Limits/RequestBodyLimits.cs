using Metropool.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Metropool.Gateway.Limits;

/// <summary>
/// Limits the size of request bodies. A body without a <c>Content-Length</c> is buffered and forwarded with its length, so that a service can refuse any body
/// before reading it. <see cref="Proxying.ServiceFailures"/> handles errors while a body is read.
/// </summary>
internal static class RequestBodyLimits
{
    private const int MemoryThreshold = 64 * 1024;
    private const int BufferSize = 16 * 1024;

    private static readonly Refusal TooLarge = new(ProblemCodes.TooLarge, "The body exceeds the size limit.", StatusCodes.Status413PayloadTooLarge);

    /// <summary>The body was not received in time.</summary>
    public static readonly Refusal TooSlow = new(
        "gateway.body-too-slow", "The body was not received in time. Check the connection and send it again.", StatusCodes.Status408RequestTimeout);

    private static readonly Refusal Unreadable = Refusal.Invalid(ProblemCodes.Invalid, "The body is incomplete.");

    public static void UseRequestBodyLimits(this IReverseProxyApplicationBuilder pipeline)
    {
        var maxSize = pipeline.ApplicationServices.GetRequiredService<GatewaySettings>().MaxBodySize;
        pipeline.Use(async (context, next) =>
        {
            if (context.Request.ContentLength > maxSize)
            {
                await TooLarge.ToProblem().ExecuteAsync(context);
                return;
            }

            if (context.Request.ContentLength is not null || context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
            {
                // If a connection breaks, the HTTP client repeats requests without a body, although the service may have received them. It doesn't repeat a
                // request with an empty body.
                if (HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsPatch(context.Request.Method))
                {
                    context.Request.ContentLength ??= 0;
                }

                await next(context);
                return;
            }

            // Above the threshold, the body is a temporary file, which is deleted at the end of the request.
            await using var body = new FileBufferingReadStream(context.Request.Body, MemoryThreshold);
            if (!await TryBufferAsync(body, maxSize, context.RequestAborted))
            {
                await TooLarge.ToProblem().ExecuteAsync(context);
                return;
            }

            body.Position = 0;
            context.Request.Body = body;
            context.Request.Headers.TransferEncoding = default;
            context.Request.ContentLength = body.Length;
            await next(context);
        });
    }

    /// <summary>The refusal of a body that the server couldn't read.</summary>
    public static Refusal RefusalFor(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status408RequestTimeout => TooSlow,
        _ => Unreadable,
    };

    private static async Task<bool> TryBufferAsync(FileBufferingReadStream body, int maxSize, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        while (await body.ReadAsync(buffer, cancellationToken) > 0)
        {
            if (body.Length > maxSize)
            {
                return false;
            }
        }

        return true;
    }
}
