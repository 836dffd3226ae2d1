using System.Security.Cryptography;
using System.Text;
using Metropool.Gateway.Proxying;
using Metropool.Http;

namespace Metropool.Gateway.Start;

/// <summary>The page at the platform's address: what the platform is, and links to sign in and to the APIs.</summary>
internal static class StartPage
{
    private const string Style = """
        *, *::before, *::after { box-sizing: border-box; }
        body { margin: 0; background: #f3f4f6; color: #1b1f24; }
        body { font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
        header { background: #17324d; color: #fff; padding: 1rem; }
        header p { margin: 0 auto; max-width: 42rem; font-size: 1.25rem; font-weight: 700; }
        main { max-width: 44rem; margin: 0 auto; padding: 2rem 1rem 3rem; }
        section { background: #fff; border: 1px solid #c9ced6; border-radius: .5rem; padding: 1.5rem; margin: 0 0 1.5rem; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; }
        h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .5rem; }
        p { margin: 0 0 1rem; }
        ul { margin: 0; padding-left: 1.25rem; }
        li { padding: .25rem 0; }
        a { color: #17324d; }
        :focus-visible { outline: 3px solid #17324d; outline-offset: 2px; }
        """;

    private static readonly string Html = $"""
        <!DOCTYPE html>
        <html lang="nl">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Metropool</title>
        <style>{Style}</style>
        </head>
        <body>
        <header><p>Metropool</p></header>
        <main>
        <section>
        <h1>Metropool</h1>
        <p>Hier loopt de administratie van de Metropoolopleiding:
        van aanmelding en intakegesprek, via modules, stage en persoonlijk logboek, tot het certificaat.</p>
        <ul>
        <li><a href="/identity/sign-in">Inloggen</a></li>
        <li><a href="/identity/register">Registreren</a></li>
        </ul>
        </section>
        <section lang="en">
        <h2>For developers</h2>
        <p>Each service has an open API. People sign in with OpenID Connect, organisations use client credentials.</p>
        <ul>
        <li><a href="/docs/">API reference</a></li>
        {string.Join('\n', Services.All.Select(service => $"<li><a href=\"/{service}/v1/openapi.json\">API of {service} (OpenAPI, JSON)</a></li>"))}
        <li><a href="/identity/.well-known/openid-configuration">OpenID Connect discovery (JSON)</a></li>
        </ul>
        </section>
        </main>
        </body>
        </html>
        """;

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapStartPage(this WebApplication app) => app.MapGet("/", context =>
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.CacheControl = "public, max-age=300";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Html, context.RequestAborted);
    }).WithHead();
}
