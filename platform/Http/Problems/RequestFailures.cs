using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Metropool.Http;

/// <summary>Converts exceptions that mean a wrong request into problems.</summary>
internal sealed class RequestFailures(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            KeySetUnknownException => Problems.Of(
                StatusCodes.Status503ServiceUnavailable, detail: "Tokens can't be validated, because Identity is unavailable. Try again later."),
            RequestRefusedException { Refusal: var refusal } => Problems.Of(refusal.Status, refusal.Code, refusal.Detail, refusal.Faults),
            // RequestInspection lists the faults of a request to an API. This is refused by the server itself, such as a body that ends too early.
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } => Problems.Of(
                StatusCodes.Status400BadRequest, ProblemCodes.Invalid, "The request can't be read.", [RequestInspection.Unreadable]),
            BadHttpRequestException bad => Problems.Of(bad.StatusCode),
            // The form reader throws this for its own limits.
            InvalidDataException when httpContext.Request.HasFormContentType => Problems.Of(
                StatusCodes.Status400BadRequest,
                ProblemCodes.Invalid,
                "The form can't be read.",
                [new Fault("body", FaultCodes.NotReadable, "The form has too many fields, fields that are too long, or invalid characters.")]),
            _ => null,
        };
        if (problem is null)
        {
            return false;
        }

        httpContext.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "5";
        }

        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }
}

/// <summary>A refusal while the parameters of a handler are bound, where an exception is the only way to refuse.</summary>
internal sealed class RequestRefusedException(Refusal refusal) : BadHttpRequestException(refusal.Detail, refusal.Status)
{
    public Refusal Refusal => refusal;
}
