using System.Security.Cryptography;
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

    private const string SignIn = "Sign in";
    private const string ClientId = "api-reference";

    public static void MapApiReference(this WebApplication app)
    {
        var url = app.Services.GetRequiredService<PlatformSettings>().PublicUrl;
        app.MapScalarApiReference(Path, (options, context) =>
        {
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            context.Response.Headers.ContentSecurityPolicy = Policy(nonce);
            options.WithTitle("Metropool APIs").WithNonce(nonce);
            foreach (var service in Services.All)
            {
                options.AddDocument(service, Title(service), $"/{service}/v1/openapi.json");
            }

            options.AddAuthorizationCodeFlow(SignIn, flow => flow
                .WithClientId(ClientId)
                .WithAuthorizationUrl(new Uri(url, "/identity/connect/authorize").AbsoluteUri)
                .WithTokenUrl(new Uri(url, "/identity/connect/token").AbsoluteUri)
                .WithRedirectUri(new Uri(url, $"{Path}/").AbsoluteUri)
                .WithPkce(Pkce.Sha256)
                .WithSelectedScopes(["openid", "profile", .. Services.All]));
            options.AddPreferredSecuritySchemes([SignIn]);

            // Nothing of it goes elsewhere: no fonts, no questions to an assistant, no requests over somebody's proxy.
            options.DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().HideDeveloperTools();
        });
    }

    private static string Title(string service) => $"{char.ToUpperInvariant(service[0])}{service[1..]}";

    // The styles are put in by its script, as elements without a nonce.
    private static string Policy(string nonce) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
