using Metropool.Http;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Metropool.Gateway.Boundary;

/// <summary>
/// CORS for the configured origins. Their pages call the APIs with a token; cookies are not allowed, so that no other site can use a session on Identity's
/// pages.
/// </summary>
internal static class CrossOriginAccess
{
    private const string Setting = "Metropool:Gateway:Origins";
    private static readonly TimeSpan PreflightMaxAge = TimeSpan.FromHours(1);
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete];
    private static readonly string[] RequestHeaders = ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"];
    private static readonly string[] ExposedHeaders = ["API-Version", "ETag", "Idempotency-Replayed", "Link", "Location", "Retry-After"];

    public static void AddCrossOriginAccess(this IServiceCollection services)
    {
        services.AddSettingsCondition((configuration, environment) => configuration.GetSection(Setting).GetChildren()
            .Where(origin => Uri.TryCreate(origin.Value, UriKind.Absolute, out var site)
                && !(site.PathAndQuery == "/" && (site.Scheme == Uri.UriSchemeHttps || (site.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment()))))
            .Select(origin => $"{origin.Path} is '{origin.Value}', which is not an origin such as https://portal.example. "
                + "It must be https, without a path; http is allowed in Development only."));
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<GatewaySettings>((options, settings) => options.AddDefaultPolicy(policy => policy
            .WithOrigins([.. settings.Origins.Select(Origin)])
            .WithMethods(Methods).WithHeaders(RequestHeaders).WithExposedHeaders(ExposedHeaders).SetPreflightMaxAge(PreflightMaxAge)));
    }

    /// <summary>
    /// Handles requests from the configured origins. Others are forwarded, because each service allows every origin to read its OpenAPI document.
    /// </summary>
    public static void UseCrossOriginAccess(this WebApplication app)
    {
        var sites = app.Services.GetRequiredService<GatewaySettings>().Origins.Select(Origin).ToHashSet(StringComparer.Ordinal);
        if (sites.Count > 0)
        {
            app.UseWhen(context => sites.Contains(context.Request.Headers.Origin.ToString()), branch => branch.UseCors());
        }
    }

    private static string Origin(Uri site) => site.GetLeftPart(UriPartial.Authority);
}
