using Metropool.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Metropool.Gateway.Proxying;

/// <summary>Says what happened when a service didn't answer: 503 when nothing was sent to it, 504 when it kept silent, 502 when it broke off.</summary>
internal static class ServiceFailures
{
    private const string RetryAfterSeconds = "5";

    public static void UseServiceFailures(this IReverseProxyApplicationBuilder pipeline) => pipeline.Use(async (context, next) =>
    {
        await next(context);
        var failure = context.GetForwarderErrorFeature();
        if (failure is null || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var service = context.GetReverseProxyFeature().Route.Config.ClusterId;
        var refusal = failure.Error switch
        {
            ForwarderError.NoAvailableDestinations => Away(service),
            ForwarderError.Request when failure.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => Away(service),
            // A connection that couldn't be made in time is reported as a request that timed out; its inner exception tells.
            ForwarderError.RequestTimedOut when failure.Exception is OperationCanceledException { InnerException: TimeoutException } => Away(service),
            ForwarderError.RequestTimedOut => new Refusal("gateway.service-silent", $"The service {service} didn't answer in time. What was asked may have happened or not.", StatusCodes.Status504GatewayTimeout),
            ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled or ForwarderError.RequestCanceled => null,
            _ => new Refusal("gateway.service-broke-off", $"The service {service} broke off. What was asked may have happened or not.", StatusCodes.Status502BadGateway),
        };
        if (refusal is null)
        {
            return;
        }

        context.Response.Clear();
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        await refusal.ToProblem().ExecuteAsync(context);
    });

    private static Refusal Away(string? service) =>
        new("gateway.service-away", $"The service {service} is away for the moment; nothing was done, try again later.", StatusCodes.Status503ServiceUnavailable);
}
