using Metropool.Gateway.Limits;
using Metropool.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Metropool.Gateway.Proxying;

/// <summary>
/// Responds when a service doesn't: 503 if nothing was sent to it, 504 if it or the request took too long, 502 if the connection was lost.
/// If the caller's body was the cause: 413, 408 or 400.
/// </summary>
internal static class ServiceFailures
{
    private const string RetryAfterSeconds = "5";
    private const string OutcomeUnknown = "The request may have been processed: check the state before you repeat it.";

    public static void UseServiceFailures(this IReverseProxyApplicationBuilder pipeline)
    {
        var settings = pipeline.ApplicationServices.GetRequiredService<GatewaySettings>();
        var logger = pipeline.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ServiceFailures).FullName!);
        pipeline.Use(async (context, next) =>
        {
            var client = context.RequestAborted;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(client);
            limit.CancelAfter(settings.RequestTimeout);
            context.RequestAborted = limit.Token;
            Refusal? bodyRefusal = null;
            try
            {
                await next(context);
            }
            catch (BadHttpRequestException bad)
            {
                bodyRefusal = RequestBodyLimits.RefusalFor(bad);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                // The time limit was reached while the body was received. If the client has disconnected instead, no one reads the response.
                bodyRefusal = RequestBodyLimits.TooSlow;
            }
            finally
            {
                context.RequestAborted = client;
            }

            if (bodyRefusal is not null)
            {
                await bodyRefusal.ToProblem().ExecuteAsync(context);
                return;
            }

            var failure = context.GetForwarderErrorFeature();
            if (failure is null || context.Response.HasStarted || client.IsCancellationRequested)
            {
                return;
            }

            var service = context.GetReverseProxyFeature().Route.Config.ClusterId;
            var refusal = limit.IsCancellationRequested ? RequestTimeout(service) : RefusalFor(failure, service);
            if (refusal is null)
            {
                return;
            }

            context.Response.Clear();
            if (refusal.Status >= StatusCodes.Status500InternalServerError)
            {
                // Replaces the forwarder's own log record, which has a stack trace.
                logger.LogWarning(
                    "The service {Service} didn't respond: {Code}, {Reason}",
                    service,
                    refusal.Code,
                    failure.Exception?.GetBaseException().Message ?? failure.Error.ToString());
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
            }

            await refusal.ToProblem().ExecuteAsync(context);
        });
    }

    private static Refusal? RefusalFor(IForwarderErrorFeature failure, string? service) => failure.Error switch
    {
        _ when BadRequest(failure.Exception) is { } bad => RequestBodyLimits.RefusalFor(bad),
        ForwarderError.NoAvailableDestinations => Unavailable(service),
        _ when failure.IsUnsent() => Unavailable(service),
        ForwarderError.RequestTimedOut => new Refusal(
            "gateway.service-timeout",
            $"The service {service} didn't respond in time. {OutcomeUnknown}",
            StatusCodes.Status504GatewayTimeout),
        ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled or ForwarderError.RequestCanceled => null,
        _ => new Refusal(
            "gateway.service-connection-lost",
            $"The connection to the service {service} was lost. {OutcomeUnknown}",
            StatusCodes.Status502BadGateway),
    };

    private static BadHttpRequestException? BadRequest(Exception? exception) => exception switch
    {
        null => null,
        BadHttpRequestException bad => bad,
        AggregateException several => several.InnerExceptions.Select(BadRequest).FirstOrDefault(bad => bad is not null),
        _ => BadRequest(exception.InnerException),
    };

    private static Refusal Unavailable(string? service) => new(
        "gateway.service-unavailable",
        $"The service {service} is temporarily unavailable. The request was not sent; try again later.",
        StatusCodes.Status503ServiceUnavailable);

    private static Refusal RequestTimeout(string? service) => new(
        "gateway.request-timeout",
        $"The request to the service {service} took too long. {OutcomeUnknown}",
        StatusCodes.Status504GatewayTimeout);
}
