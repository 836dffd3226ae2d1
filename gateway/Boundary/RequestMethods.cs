using Metropool.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Metropool.Gateway.Boundary;

/// <summary>
/// Refuses methods that no service supports. A proxy can't forward <c>CONNECT</c>, and <c>TRACE</c> would show the caller which headers the gateway adds.
/// Methods are case-sensitive (RFC 9110, 9.1), but routing and forwarding aren't: <c>get</c> would be forwarded as <c>GET</c>.
/// </summary>
internal static class RequestMethods
{
    private static readonly string[] Forwarded =
        [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options];

    private static readonly string[] NeverAllowed = [HttpMethods.Connect, HttpMethods.Trace];

    private static readonly Refusal NotAllowed = new(
        ProblemCodes.MethodNotAllowed, "Method not allowed. The Allow header lists the supported methods.", StatusCodes.Status405MethodNotAllowed);

    private static readonly Refusal NotImplemented = new(
        "gateway.method-not-implemented", "Method not supported. Methods are case-sensitive.", StatusCodes.Status501NotImplemented);

    public static void UseRequestMethods(this WebApplication app) => app.Use((context, next) =>
    {
        var method = context.Request.Method;
        if (!Forwarded.Contains(method, StringComparer.Ordinal))
        {
            if (!NeverAllowed.Contains(method, StringComparer.Ordinal))
            {
                return NotImplemented.ToProblem().ExecuteAsync(context);
            }

            context.Response.Headers.Allow = string.Join(", ", Forwarded);
            return NotAllowed.ToProblem().ExecuteAsync(context);
        }

        // OPTIONS * is about the server as a whole (RFC 9110, 9.3.7).
        if (HttpMethods.IsOptions(method) && context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget == "*")
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers.Allow = string.Join(", ", Forwarded);
            return Task.CompletedTask;
        }

        return next(context);
    });
}
