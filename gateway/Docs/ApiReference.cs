using System.Net.Mime;
using System.Reflection;
using Metropool.Gateway.Proxying;
using Metropool.Http;
using Scalar.AspNetCore;

namespace Metropool.Gateway.Docs;

/// <summary>
/// The reference of all our APIs: a start page at <c>/docs</c>, and a page of each service's own document at <c>/docs/intake</c>. People sign in on any of them and call the
/// APIs as themselves. Everything that the pages load comes from here (ADR 32).
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

        // Its scripts alone: its page has no language and no room for a sign-in of its own.
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
