using System.Security.Cryptography;
using System.Text.Json;
using Metropool.Gateway.Proxying;
using Metropool.Http;
using Scalar.AspNetCore;

namespace Metropool.Gateway.Docs;

/// <summary>
/// The reference of all our APIs at <c>/docs</c>, from their own documents. Somebody who signs in on it calls the API as themselves. Everything that it loads comes
/// from here.
/// </summary>
internal static class ApiReference
{
    /// <summary>Where it is. Identity sends whoever has signed in back to this page, and to none but this.</summary>
    public const string Path = "/docs";

    private const string SignInPath = $"{Path}/sign-in.js";
    private const string ClientId = "api-reference";

    private static readonly Dictionary<string, string> Scopes = Services.All.Prepend("profile").Prepend("openid").ToDictionary(scope => scope, scope => scope switch
    {
        "openid" => "Who you are to us",
        "profile" => "Your name, roles and organisation",
        _ => $"The API of {scope}",
    });

    public static void MapApiReference(this WebApplication app)
    {
        var url = app.Services.GetRequiredService<PlatformSettings>().PublicUrl;
        var signIn = SignInScript(url);
        app.MapGet(SignInPath, context =>
        {
            context.Response.ContentType = "text/javascript; charset=utf-8";
            return context.Response.WriteAsync(signIn, context.RequestAborted);
        }).WithHead();
        app.MapScalarApiReference(Path, (options, context) =>
        {
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            context.Response.Headers.ContentSecurityPolicy = Policy(nonce);
            options.WithTitle("Metropool APIs").WithNonce(nonce);
            foreach (var service in Services.All)
            {
                options.AddDocument(service, Title(service), $"/{service}/v1/openapi.json");
            }

            options.WithJavaScriptConfiguration(SignInPath);

            // Nothing of it goes elsewhere: no fonts, no questions to an assistant, no requests over somebody's proxy.
            options.DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().HideDeveloperTools();
        }).WithHead();
    }

    // Our documents ask for a bearer token; that one gets it here by signing in is this page's own affair, and of a kind that its options in .NET have no word for.
    private static string SignInScript(Uri url)
    {
        var scheme = new Dictionary<string, object>
        {
            ["type"] = "oauth2",
            ["x-default-scopes"] = Scopes.Keys,
            ["flows"] = new
            {
                authorizationCode = new Dictionary<string, object>
                {
                    // There is none; but of a flow without one Scalar forgets the client, as of any that isn't whole.
                    ["refreshUrl"] = "",
                    ["x-scalar-client-id"] = ClientId,
                    ["authorizationUrl"] = new Uri(url, "/identity/connect/authorize"),
                    ["tokenUrl"] = new Uri(url, "/identity/connect/token"),
                    ["x-scalar-redirect-uri"] = new Uri(url, $"{Path}/"),
                    ["x-usePkce"] = "SHA-256",
                    ["x-scalar-credentials-location"] = "body",
                    ["scopes"] = Scopes,
                    ["selectedScopes"] = Scopes.Keys,
                },
            },
        };
        var configuration = new { authentication = new { preferredSecurityScheme = "signIn", securitySchemes = new { signIn = scheme } } };
        return $"export default {JsonSerializer.Serialize(configuration)}";
    }

    private static string Title(string service) => $"{char.ToUpperInvariant(service[0])}{service[1..]}";

    // The styles are put in by its script, as elements without a nonce.
    private static string Policy(string nonce) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
