using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Metropool.Http;

/// <summary>Writes every problem of an API in the same format, also to clients that don't accept JSON.</summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        Problems.Complete(context.ProblemDetails, http.Response.StatusCode, Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
        await http.Response.WriteAsJsonAsync(context.ProblemDetails, json.Value.SerializerOptions, Problems.MediaType, http.RequestAborted);
    }
}
