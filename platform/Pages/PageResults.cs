using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metropool.Pages;

/// <summary>Renders pages: HTML from the server, with a script for passkeys only.</summary>
public static class PageResults
{
    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style.Text)));

    // Without form-action, which browsers also apply to the redirect to the client after signing in.
    private static readonly string Policy = $"default-src 'none'; style-src 'sha256-{StyleHash}'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Renders a form; the default status is 200, or 400 where the form has faults.</summary>
    public static IResult Form(HttpContext context, FormModel model, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(model);
        var token = context.RequestServices.GetRequiredService<PageForgeryProtection>() == PageForgeryProtection.Token ? Tokens(context) : null;
        return Page<FormPage>(
            status ?? (model.Faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest),
            new() { [nameof(FormPage.Model)] = model, [nameof(FormPage.Token)] = token },
            withScript: model.Passkey is not null);
    }

    /// <summary>Renders a page without a form; the default status is 200, or 400 for a fault.</summary>
    public static IResult Notice(NoticeModel model, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        status ??= model.IsFault ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        return Page<NoticePage>(status.Value, new() { [nameof(NoticePage.Model)] = model });
    }

    /// <summary>Renders the page for a link that was used, has expired or is unknown. It doesn't say which of these.</summary>
    /// <param name="title">The title.</param>
    /// <param name="why">Why a link may not work, and the remedy.</param>
    /// <param name="links">Links on the page.</param>
    public static IResult DeadLink(string title, string why, params IReadOnlyList<PageLink> links) => Notice(new()
    {
        Title = title,
        Text = [why],
        Links = links,
        IsFault = true,
    });

    /// <summary>Creates the antiforgery token of a form, for <see cref="PageForgeryProtection.Token"/>.</summary>
    public static AntiforgeryTokenSet Tokens(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
    }

    /// <summary>Renders a component.</summary>
    public static IResult Page<TComponent>(int status, Dictionary<string, object?> parameters, bool withScript = false)
        where TComponent : IComponent =>
        new PageResult<TComponent>(status, parameters, withScript);

    // Renders before it sends, so that an exception in a component is handled as usual.
    private sealed class PageResult<TComponent>(int status, Dictionary<string, object?> parameters, bool withScript) : IResult
        where TComponent : IComponent
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var services = httpContext.RequestServices;
            await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
            var html = await renderer.Dispatcher.InvokeAsync(async () =>
                (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            httpContext.Response.Headers.ContentSecurityPolicy = withScript ? Policy + "; script-src 'self'" : Policy;

            // The address of a page can contain the secret of a link, which other sites must not receive. Antiforgery needs it where a browser sends no Origin.
            httpContext.Response.Headers["Referrer-Policy"] = "same-origin";
            await httpContext.Response.WriteAsync(html, httpContext.RequestAborted);
        }
    }
}
