using System.Net.Mime;
using System.Reflection;
using Metropool.Gateway.Proxying;
using Metropool.Http;
using Scalar.AspNetCore;

namespace Metropool.Gateway.Docs;

/// <summary>
/// The reference of our APIs: a start page at <c>/docs</c>, and a page for the OpenAPI document of each service, such as <c>/docs/intake</c>. Users sign in on
/// any page and call the APIs with their own rights. The pages load nothing from other sites (ADR 32).
/// </summary>
internal static class ApiReference
{
    public const string Path = "/docs";

    private const string RendererPath = $"{Path}/scalar";
    private const string ScriptExtension = ".js";
    private static readonly string[] Scripts = ["session", "reference"];

    public static void MapApiReference(this WebApplication app)
    {
        var pages = new ReferencePages(app.Services.GetRequiredService<PlatformSettings>().PublicUrl);
        app.MapGet(Path, context => WriteAsync(context, pages.Start, ReferencePages.StartPolicy)).WithHead();
        foreach (var service in Services.All)
        {
            var page = pages.Of(service);
            app.MapGet($"{Path}/{service}", context => WriteAsync(context, page, ReferencePages.ServicePolicy)).WithHead();
        }

        foreach (var script in Scripts)
        {
            var text = ReadScript(script);
            app.MapGet($"{Path}/{script}{ScriptExtension}", context =>
            {
                context.Response.Headers.CacheControl = "no-cache";
                context.Response.ContentType = MediaTypeNames.Text.JavaScript;
                return context.Response.WriteAsync(text, context.RequestAborted);
            }).WithHead();
        }

        // Only Scalar's scripts are used: its page has no language attribute and no place for our sign-in.
        app.MapScalarApiReference(RendererPath).WithHead().Add(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && !path.EndsWith(ScriptExtension, StringComparison.Ordinal))
            {
                endpoint.RequestDelegate = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                };
            }
        });
    }

    private static Task WriteAsync(HttpContext context, string html, string policy)
    {
        context.Response.Headers.ContentSecurityPolicy = policy;
        context.Response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        return context.Response.WriteAsync(html, context.RequestAborted);
    }

    private static string ReadScript(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"docs/{name}{ScriptExtension}")!);
        return reader.ReadToEnd();
    }
}
