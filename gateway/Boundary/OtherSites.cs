using Metropool.Http;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Metropool.Gateway.Boundary;

/// <summary>
/// Lets the pages of the sites that are configured call the APIs from a browser, and those of no other. They send a token: a browser is told to send no cookies, so
/// that nobody signs in or acts on Identity's pages from elsewhere.
/// </summary>
internal static class OtherSites
{
    private const string Setting = "Metropool:Gateway:Origins";
    private static readonly TimeSpan RememberedFor = TimeSpan.FromHours(1);
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete];
    private static readonly string[] Sent = ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"];
    private static readonly string[] Told = ["API-Version", "ETag", "Idempotency-Replayed", "Link", "Location", "Retry-After"];

    public static void AddOtherSites(this IServiceCollection services)
    {
        services.AddSettingsCondition((configuration, environment) => configuration.GetSection(Setting).GetChildren()
            .Where(origin => Uri.TryCreate(origin.Value, UriKind.Absolute, out var site)
                && !(site.PathAndQuery == "/" && (site.Scheme == Uri.UriSchemeHttps || (site.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment()))))
            .Select(origin => $"{origin.Path} is '{origin.Value}', which is no site such as https://portal.example: https, and without a path. Plain http is for development only."));
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<GatewaySettings>((options, settings) => options.AddDefaultPolicy(policy => policy
            .WithOrigins([.. settings.Origins.Select(Origin)])
            .WithMethods(Methods).WithHeaders(Sent).WithExposedHeaders(Told).SetPreflightMaxAge(RememberedFor)));
    }

    /// <summary>Answers for the sites that are configured. What others ask goes on: the APIs' documents are for the pages of every site, as each service says itself.</summary>
    public static void UseOtherSites(this WebApplication app)
    {
        var sites = app.Services.GetRequiredService<GatewaySettings>().Origins.Select(Origin).ToHashSet(StringComparer.Ordinal);
        if (sites.Count > 0)
        {
            app.UseWhen(context => sites.Contains(context.Request.Headers.Origin.ToString()), branch => branch.UseCors());
        }
    }

    private static string Origin(Uri site) => site.GetLeftPart(UriPartial.Authority);
}
