using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Metropool.Http;

/// <summary>The headers of every response (NL API Design Rules, module transport security).</summary>
public static class ResponseHeaders
{
    /// <summary>Adds the headers to every response, also after failures. A header that a handler sets isn't replaced.</summary>
    /// <param name="app">The application.</param>
    /// <param name="apiVersion">The value of <c>API-Version</c>; null for a process without an API.</param>
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
