using Metropool.Gateway.Limits;
using Metropool.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Metropool.Gateway.Proxying;

/// <summary>
/// Says what happened when a service didn't answer: 503 when nothing was sent to it, 504 when it kept silent or the request took too long, 502 when it broke off.
/// And when the caller's own body was the reason: 413, 408, 400.
/// </summary>
internal static class ServiceFailures
{
    private const string RetryAfterSeconds = "5";

    public static void UseServiceFailures(this IReverseProxyApplicationBuilder pipeline)
    {
        var settings = pipeline.ApplicationServices.GetRequiredService<GatewaySettings>();
        var logger = pipeline.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ServiceFailures).FullName!);
        pipeline.Use(async (context, next) =>
        {
            var client = context.RequestAborted;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(client);
            limit.CancelAfter(settings.RequestTime);
            context.RequestAborted = limit.Token;
            Refusal? ofBody = null;
            try
            {
                await next(context);
            }
            catch (BadHttpRequestException bad)
            {
                ofBody = RequestBodies.RefusalFor(bad);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                // While the body was received: the time is over, or the client is gone and reads no answer.
                ofBody = RequestBodies.TooSlow;
            }
            finally
            {
                context.RequestAborted = client;
            }

            if (ofBody is not null)
            {
                await ofBody.ToProblem().ExecuteAsync(context);
                return;
            }

            var failure = context.GetForwarderErrorFeature();
            if (failure is null || context.Response.HasStarted || client.IsCancellationRequested)
            {
                return;
            }

            var service = context.GetReverseProxyFeature().Route.Config.ClusterId;
            var refusal = limit.IsCancellationRequested ? Slow(service) : RefusalFor(failure, service);
            if (refusal is null)
            {
                return;
            }

            context.Response.Clear();
            if (refusal.Status >= StatusCodes.Status500InternalServerError)
            {
                // One line, and not the forwarder's own with all that it went through.
                logger.LogWarning("The service {Service} didn't answer: {Code}, {Reason}", service, refusal.Code, failure.Exception?.GetBaseException().Message ?? failure.Error.ToString());
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
            }

            await refusal.ToProblem().ExecuteAsync(context);
        });
    }

    private static Refusal? RefusalFor(IForwarderErrorFeature failure, string? service) => failure.Error switch
    {
        _ when BadRequest(failure.Exception) is { } bad => RequestBodies.RefusalFor(bad),
        ForwarderError.NoAvailableDestinations => Away(service),
        _ when failure.IsUnsent() => Away(service),
        ForwarderError.RequestTimedOut => new Refusal("gateway.service-silent", $"The service {service} didn't answer in time. What was asked may have happened or not.", StatusCodes.Status504GatewayTimeout),
        ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled or ForwarderError.RequestCanceled => null,
        _ => new Refusal("gateway.service-broke-off", $"The service {service} broke off. What was asked may have happened or not.", StatusCodes.Status502BadGateway),
    };

    private static BadHttpRequestException? BadRequest(Exception? exception) => exception switch
    {
        null => null,
        BadHttpRequestException bad => bad,
        AggregateException several => several.InnerExceptions.Select(BadRequest).FirstOrDefault(bad => bad is not null),
        _ => BadRequest(exception.InnerException),
    };

    private static Refusal Away(string? service) =>
        new("gateway.service-away", $"The service {service} is away for the moment; nothing was done, try again later.", StatusCodes.Status503ServiceUnavailable);

    private static Refusal Slow(string? service) =>
        new("gateway.took-too-long", $"The service {service} took too long. What was asked may have happened or not.", StatusCodes.Status504GatewayTimeout);
}
