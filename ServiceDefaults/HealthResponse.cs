using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Metropool.ServiceDefaults;

/// <summary>Writes health as JSON: the status, and the reason of every check that isn't healthy.</summary>
internal static class HealthResponse
{
    public const string Live = "live";

    /// <summary>Runs the checks and writes 200, or 503 if a check is unhealthy.</summary>
    /// <param name="context">The request.</param>
    /// <param name="includeChecks">Whether the response has the checks and their reasons, or only the status.</param>
    /// <param name="tag">Runs only the checks with this tag.</param>
    public static async Task WriteAsync(HttpContext context, bool includeChecks, string? tag)
    {
        // Resolved per request: the checks need the broker's address, which is validated after the endpoints are mapped.
        var report = await context.RequestServices.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => tag is null || check.Tags.Contains(tag), context.RequestAborted);
        if (tag is null)
        {
            context.RequestServices.GetRequiredService<HealthLog>().Record(report);
        }

        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store";
        var status = Name(report.Status);
        object body = !includeChecks ? new { status } : new
        {
            status,
            checks = report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new
            {
                name = entry.Key,
                status = Name(entry.Value.Status),
                reason = entry.Value.Status == HealthStatus.Healthy ? null : ReasonOf(entry.Value),
            }),
        };
        await context.Response.WriteAsJsonAsync(body, context.RequestAborted);
    }

    /// <summary>The reason why a check isn't healthy.</summary>
    public static string? ReasonOf(HealthReportEntry entry) => entry.Description ?? entry.Exception?.GetBaseException().Message;

#pragma warning disable CA1308 // A JSON value, not a key for comparison.
    private static string Name(HealthStatus status) => status.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
