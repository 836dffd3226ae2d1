using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using IPNetwork = System.Net.IPNetwork;

namespace Metropool.Http;

/// <summary>The headers that every response carries (NL API Design Rules, module transport security), and whose forwarded headers are believed.</summary>
public static class ResponseHeaders
{
    /// <summary>Adds the headers to every response, the failed ones too. A handler that sets one itself is left alone.</summary>
    /// <param name="app">The application.</param>
    /// <param name="apiVersion">The version for <c>API-Version</c>; null where there is no API.</param>
    public static IApplicationBuilder UseResponseHeaders(this IApplicationBuilder app, string? apiVersion)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Set(context, apiVersion);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    /// <summary>Believes <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> of the proxies in <see cref="PlatformSettings.TrustedProxies"/>, and of nobody else; tells nobody what server this is.</summary>
    public static IServiceCollection AddForwardedHeaders(this IServiceCollection services)
    {
        services.AddSettingsCondition((configuration, _) => configuration.GetSection("Metropool:TrustedProxies").GetChildren()
            .Where(proxy => !IsProxy(proxy.Value))
            .Select(proxy => $"{proxy.Path} is '{proxy.Value}', which is no address such as 10.0.0.7 and no network such as 10.0.0.0/24."));
        services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        services.AddOptions<ForwardedHeadersOptions>().Configure<PlatformSettings>((options, settings) =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in settings.TrustedProxies)
            {
                if (IPAddress.TryParse(proxy, out var address))
                {
                    options.KnownProxies.Add(address);
                }
                else
                {
                    options.KnownIPNetworks.Add(IPNetwork.Parse(proxy));
                }
            }

            if (settings.TrustedProxies.Count == 0)
            {
                // Empty lists would mean everybody.
                options.ForwardedHeaders = ForwardedHeaders.None;
            }
        });
        return services;
    }

    private static bool IsProxy(string? text) => IPAddress.TryParse(text, out _) || IPNetwork.TryParse(text, out _);

    private static void Set(HttpContext context, string? apiVersion)
    {
        var headers = context.Response.Headers;
        if (apiVersion is not null)
        {
            headers["API-Version"] = apiVersion;
        }

        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        }

        if (headers["Referrer-Policy"].Count == 0)
        {
            headers["Referrer-Policy"] = "no-referrer";
        }

        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
    }
}
