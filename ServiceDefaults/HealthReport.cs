using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Metropool.ServiceDefaults;

/// <summary>Answers with health as JSON that an operator can read: the state, and the reason of every check that isn't healthy.</summary>
internal static class HealthReport
{
    public const string Live = "live";

    /// <summary>All checks: 200, or 503 when one is unhealthy.</summary>
    public static Task AllAsync(HttpContext context) => WriteAsync(context, null);

    /// <summary>Whether the process runs.</summary>
    public static Task LiveAsync(HttpContext context) => WriteAsync(context, check => check.Tags.Contains(Live));

    private static async Task WriteAsync(HttpContext context, Func<HealthCheckRegistration, bool>? predicate)
    {
        // Asked for here, and not when the endpoint is mapped: the checks need the broker's address, and whether that is right is checked in between.
        var report = await context.RequestServices.GetRequiredService<HealthCheckService>().CheckHealthAsync(predicate, context.RequestAborted);
        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(
            new
            {
                status = Name(report.Status),
                checks = report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new
                {
                    name = entry.Key,
                    status = Name(entry.Value.Status),
                    reason = entry.Value.Status == HealthStatus.Healthy ? null : entry.Value.Description ?? entry.Value.Exception?.GetBaseException().Message,
                }),
            },
            context.RequestAborted);
    }

#pragma warning disable CA1308 // A word in JSON, not a key for comparison.
    private static string Name(HealthStatus status) => status.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
