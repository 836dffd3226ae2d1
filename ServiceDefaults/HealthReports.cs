using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Metropool.ServiceDefaults;

/// <summary>Answers with health as JSON that an operator can read: the state, and the reason of every check that isn't healthy.</summary>
internal static class HealthReports
{
    public const string Live = "live";

    /// <summary>200, or 503 when a check is unhealthy.</summary>
    /// <param name="context">The request.</param>
    /// <param name="withChecks">Whether the single checks are told, and why one isn't healthy.</param>
    /// <param name="tag">Only the checks with this tag.</param>
    public static async Task WriteAsync(HttpContext context, bool withChecks, string? tag = null)
    {
        // Asked for here, and not when the endpoint is mapped: the checks need the broker's address, and whether that is right is checked in between.
        var report = await context.RequestServices.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => tag is null || check.Tags.Contains(tag), context.RequestAborted);
        if (tag is null)
        {
            context.RequestServices.GetRequiredService<HealthLog>().Note(report);
        }

        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store";
        var status = Name(report.Status);
        object told = !withChecks ? new { status } : new
        {
            status,
            checks = report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new
            {
                name = entry.Key,
                status = Name(entry.Value.Status),
                reason = entry.Value.Status == HealthStatus.Healthy ? null : ReasonOf(entry.Value),
            }),
        };
        await context.Response.WriteAsJsonAsync(told, context.RequestAborted);
    }

    /// <summary>Why a check isn't healthy.</summary>
    public static string? ReasonOf(HealthReportEntry entry) => entry.Description ?? entry.Exception?.GetBaseException().Message;

#pragma warning disable CA1308 // A word in JSON, not a key for comparison.
    private static string Name(HealthStatus status) => status.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
