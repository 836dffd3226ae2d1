using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Metropool.Http;

/// <summary>Turns the exceptions of the framework that mean a wrong request into problems that name what is wrong.</summary>
internal sealed partial class RequestFailures(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            KeySetUnknownException => Problems.Of(StatusCodes.Status503ServiceUnavailable, detail: "Identity is away, so that the caller can't be known for the moment; try again later."),
            RequestRefusedException { Refusal: var refusal } => Problems.Of(refusal.Status, refusal.Code, refusal.Detail, refusal.Faults),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => Problems.Of(
                StatusCodes.Status400BadRequest, ProblemCodes.Invalid, "The request can't be read.", [.. FaultsOf(bad)]),
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

    private static IEnumerable<Fault> FaultsOf(BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException json)
        {
            return JsonFaults.Of(json);
        }

        var named = ParameterName().Match(bad.Message);
        return [new Fault(
            named.Success ? JsonNamingPolicy.CamelCase.ConvertName(named.Groups["name"].Value) : "body",
            FaultCodes.NotReadable,
            named.Success ? "The value is missing, or not of the right type." : "The body is missing or can't be read.")];
    }

    // "Failed to bind parameter "Guid id" from "x"." and "Required parameter "string name" was not provided from query string."
    [GeneratedRegex("parameter \"[^\"]*?(?<name>[^ \"]+)\" (from|was not provided from (query|route|header))")]
    private static partial Regex ParameterName();
}

/// <summary>A refusal from where a request is bound to a handler's parameters: there is no other way out there.</summary>
internal sealed class RequestRefusedException(Refusal refusal) : BadHttpRequestException(refusal.Detail, refusal.Status)
{
    public Refusal Refusal => refusal;
}
