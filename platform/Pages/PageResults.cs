using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metropool.Pages;

/// <summary>The pages that are shown to people: plain HTML from the server; without script, but for passkeys.</summary>
public static class PageResults
{
    // One style, in the page itself, that the policy knows by its hash. There is no form-action: after signing in, browsers follow
    // the redirect to the client's own address under that directive too.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style.Text)))}'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A form; 400 where something in it is wrong, unless given.</summary>
    public static IResult Form(HttpContext context, FormModel model, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(model);
        return Page<FormPage>(
            status ?? (model.Faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest),
            new() { [nameof(FormPage.Model)] = model, [nameof(FormPage.Token)] = context.RequestServices.GetRequiredService<PageProof>() == PageProof.Token ? Tokens(context) : null },
            withScript: model.Passkey is not null);
    }

    /// <summary>A page that only tells something; 400 for a fault unless given.</summary>
    public static IResult Notice(NoticeModel model, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Page<NoticePage>(status ?? (model.IsFault ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK), new() { [nameof(NoticePage.Model)] = model });
    }

    /// <summary>A link that was used, has ended, or never was one: nobody learns which.</summary>
    /// <param name="title">The title.</param>
    /// <param name="why">Why a link doesn't work, and what to do.</param>
    /// <param name="links">Where to go from here.</param>
    public static IResult DeadLink(string title, string why, params IReadOnlyList<PageLink> links) => Notice(new()
    {
        Title = title,
        Text = [why],
        Links = links,
        IsFault = true,
    });

    /// <summary>The token for a form, where <see cref="PageProof.Token"/> is the proof.</summary>
    public static AntiforgeryTokenSet Tokens(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
    }

    /// <summary>A page of a service's own.</summary>
    public static IResult Page<TComponent>(int status, Dictionary<string, object?> parameters, bool withScript = false)
        where TComponent : IComponent =>
        new PageResult<TComponent>(status, parameters, withScript);

    // Rendered as a whole before anything of it is sent, so that a fault in a component is answered as any other.
    private sealed class PageResult<TComponent>(int status, Dictionary<string, object?> parameters, bool withScript) : IResult
        where TComponent : IComponent
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await using var renderer = new HtmlRenderer(httpContext.RequestServices, httpContext.RequestServices.GetRequiredService<ILoggerFactory>());
            var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            httpContext.Response.Headers.ContentSecurityPolicy = withScript ? Policy + "; script-src 'self'" : Policy;

            // A mailed link holds a secret: nobody is told where somebody came from. Our own forms need it, where a browser sends no Origin.
            httpContext.Response.Headers["Referrer-Policy"] = "same-origin";
            await httpContext.Response.WriteAsync(html, httpContext.RequestAborted);
        }
    }
}
