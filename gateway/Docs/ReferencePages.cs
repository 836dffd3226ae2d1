using System.Security.Cryptography;
using System.Text;
using Metropool.Gateway.Proxying;

namespace Metropool.Gateway.Docs;

/// <summary>The HTML of the reference. It is in English, because its readers are developers.</summary>
internal sealed class ReferencePages(Uri publicUrl)
{
    private const string ClientId = "api-reference";

    private const string Style = """
        *, *::before, *::after { box-sizing: border-box; }
        body { margin: 0; background: #fff; color: #1b1f24; font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
        .bar { background: #17324d; color: #fff; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; padding: .5rem 1rem; }
        .bar p, .bar ul { margin: 0; padding: 0; }
        .bar ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1rem; }
        .bar a { color: #fff; display: inline-block; padding: .375rem 0; text-underline-offset: .25em; border-bottom: .1875rem solid transparent; }
        .bar a[aria-current] { font-weight: 700; text-decoration: none; border-bottom-color: #fff; }
        .name a { font-weight: 700; text-decoration: none; }
        .session { margin-left: auto; display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; }
        @media (max-width: 40rem) { .session { margin-left: 0; } }
        button.session-button { font: inherit; min-height: 2rem; padding: .125rem .75rem; border: 2px solid #fff; border-radius: .25rem; }
        button.session-button { background: #17324d; color: #fff; cursor: pointer; }
        button.session-button:hover { background: #0d2135; }
        [hidden] { display: none !important; }
        .skip { position: absolute; left: -999rem; }
        .skip:focus { left: 0; top: 0; z-index: 10; background: #fff; color: #17324d; padding: .5rem 1rem; }
        .text { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
        .text h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; }
        .text h2 { font-size: 1.25rem; margin: 1.5rem 0 .5rem; }
        .text a { color: #17324d; }
        .text li { padding: .25rem 0; }
        .text dt { font-weight: 600; padding: .25rem 0; }
        .text dd { margin: 0 0 .75rem; }
        .bar :focus-visible { outline: 3px solid #fff; outline-offset: 2px; }
        .text :focus-visible { outline: 3px solid #17324d; outline-offset: 2px; }
        """;

    /// <summary>Scripts and requests are limited to this site.</summary>
    public static readonly string StartPolicy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; "
        + $"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>As <see cref="StartPolicy"/>, with inline styles and data images: the renderer adds its styles as elements.</summary>
    public const string ServicePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // One token for all services, so that users sign in once for all pages.
    private static readonly string Scope = string.Join(' ', Services.All.Prepend("profile").Prepend("openid"));

    public string Start => Page(
        "Metropool APIs",
        current: null,
        $"""
        <main class="text">
        <h1>Metropool APIs</h1>
        <p>Each service has its own API. Choose one to read its reference and try it.</p>
        <dl>
        {Lines(service => $"<dt><a href=\"{Address(service)}\">{Title(service)}</a></dt>\n<dd>{Services.SubjectOf(service)}</dd>")}
        </dl>
        <h2>Calling the APIs</h2>
        <p>Sign in at the top of the page to send requests with your own rights.
        You stay signed in on all of these pages until you close the tab or the token expires.</p>
        <ul>
        <li><a href="/identity/.well-known/openid-configuration">OpenID Connect discovery (JSON)</a></li>
        {Lines(service => $"<li><a href=\"{Document(service)}\">{Title(service)} (OpenAPI, JSON)</a></li>")}
        </ul>
        </main>
        """,
        scripts: "");

    public string Of(string service) => Page(
        $"{Title(service)} API - Metropool",
        service,
        $"<div id=\"reference\" data-document=\"{Document(service)}\"></div>",
        $"<script src=\"{ApiReference.Path}/scalar/scalar.js\" defer></script>\n<script src=\"{ApiReference.Path}/reference.js\" type=\"module\"></script>");

    private string Page(string title, string? current, string body, string scripts) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title}</title>
        <style>{Style}</style>
        <script src="{ApiReference.Path}/session.js" type="module"></script>
        {scripts}
        </head>
        <body>
        <header class="bar">
        <p class="name"><a href="{ApiReference.Path}"{Current(current is null)}>Metropool APIs</a></p>
        <nav aria-label="APIs"><ul>
        {Lines(service => $"<li><a href=\"{Address(service)}\"{Current(service == current)}>{Title(service)}</a></li>")}
        </ul></nav>
        <div class="session" id="session" data-client="{ClientId}" data-scope="{Scope}" data-return="{new Uri(publicUrl, $"{ApiReference.Path}/")}"
          data-authorize="{new Uri(publicUrl, "/identity/connect/authorize")}" data-token="/identity/connect/token"
          data-logout="{new Uri(publicUrl, "/identity/connect/logout")}">
        <p id="session-state" role="status"></p>
        <button class="session-button" id="sign-in" type="button" hidden>Sign in</button>
        <button class="session-button" id="sign-out" type="button" hidden>Sign out</button>
        <noscript><p>The reference needs JavaScript.</p></noscript>
        </div>
        </header>
        {body}
        </body>
        </html>
        """;

    private static string Lines(Func<string, string> lineOf) => string.Join('\n', Services.All.Select(lineOf));

    private static string Current(bool isCurrent) => isCurrent ? " aria-current=\"page\"" : "";

    private static string Address(string service) => $"{ApiReference.Path}/{service}";

    private static string Document(string service) => $"/{service}/v1/openapi.json";

    private static string Title(string service) => $"{char.ToUpperInvariant(service[0])}{service[1..]}";
}
