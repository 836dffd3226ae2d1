using Metropool.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Metropool.Gateway.Limits;

/// <summary>
/// How large a body may be. A body without an announced length is received as a whole before it is forwarded, and forwarded with its length: so a service knows the
/// length of every body before it reads, and can refuse it before it is sent. What goes wrong on the way is answered by <see cref="Proxying.ServiceFailures"/>.
/// </summary>
internal static class RequestBodies
{
    private const int KeptInMemory = 64 * 1024;
    private const int ReadAtOnce = 16 * 1024;

    private static readonly Refusal TooLarge = new(ProblemCodes.TooLarge, "The body is larger than is accepted here.", StatusCodes.Status413PayloadTooLarge);

    /// <summary>The body came too slowly.</summary>
    public static readonly Refusal TooSlow = new("gateway.body-too-slow", "The body came too slowly.", StatusCodes.Status408RequestTimeout);

    private static readonly Refusal Unreadable = Refusal.Invalid(ProblemCodes.Invalid, "The body can't be read to its end.");

    public static void UseRequestBodies(this IReverseProxyApplicationBuilder pipeline)
    {
        var largest = pipeline.ApplicationServices.GetRequiredService<GatewaySettings>().LargestBody;
        pipeline.Use(async (context, next) =>
        {
            if (context.Request.ContentLength > largest)
            {
                await TooLarge.ToProblem().ExecuteAsync(context);
                return;
            }

            if (context.Request.ContentLength is not null || context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
            {
                // A request without a body, not even an empty one, is sent again by the HTTP client itself when its connection breaks, although the service
                // may have received it.
                if (HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsPatch(context.Request.Method))
                {
                    context.Request.ContentLength ??= 0;
                }

                await next(context);
                return;
            }

            // The part that doesn't fit in memory is a temporary file, which is deleted with the request.
            await using var body = new FileBufferingReadStream(context.Request.Body, KeptInMemory);
            if (!await IsReceivedAsync(body, largest, context.RequestAborted))
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

    /// <summary>What is wrong with a body that the server couldn't read.</summary>
    public static Refusal RefusalFor(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status408RequestTimeout => TooSlow,
        _ => Unreadable,
    };

    private static async Task<bool> IsReceivedAsync(FileBufferingReadStream body, int largest, CancellationToken cancellationToken)
    {
        var buffer = new byte[ReadAtOnce];
        while (await body.ReadAsync(buffer, cancellationToken) > 0)
        {
            if (body.Length > largest)
            {
                return false;
            }
        }

        return true;
    }
}
