using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Metropool.Http;

/// <summary>Turns the exceptions of the framework that mean a wrong request into problems that name what is wrong.</summary>
internal sealed class RequestFailures(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            KeySetUnknownException => Problems.Of(StatusCodes.Status503ServiceUnavailable, detail: "Identity is away, so that the caller can't be known for the moment; try again later."),
            RequestRefusedException { Refusal: var refusal } => Problems.Of(refusal.Status, refusal.Code, refusal.Detail, refusal.Faults),
            // What is wrong with a request to an API is named by RequestInspection. This is what the server itself refuses, such as a body that ends too early.
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } => Problems.Of(
                StatusCodes.Status400BadRequest, ProblemCodes.Invalid, "The request can't be read.", [RequestInspection.Unreadable]),
            BadHttpRequestException bad => Problems.Of(bad.StatusCode),
            // The reader of forms has limits and characters of its own that it refuses, and says so with this.
            InvalidDataException when httpContext.Request.HasFormContentType => Problems.Of(
                StatusCodes.Status400BadRequest, ProblemCodes.Invalid, "The form can't be read.", [new Fault("body", FaultCodes.NotReadable, "The form has too many or too long fields, or characters that are no text.")]),
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

/// <summary>A refusal from where a request is bound to a handler's parameters: there is no other way out there.</summary>
internal sealed class RequestRefusedException(Refusal refusal) : BadHttpRequestException(refusal.Detail, refusal.Status)
{
    public Refusal Refusal => refusal;
}
