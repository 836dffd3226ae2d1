extern alias gateway;

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Metropool.Browser.Tests;
using Metropool.Http.Tests;
using Metropool.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(GatewayFixture))]

namespace Metropool.Browser.Tests;

/// <summary>
/// The gateway on a real port, with one fake process for all services except Internship, which is unavailable. The fake serves the real OpenAPI documents.
/// It validates the parameters of OpenID Connect, and signs in every user without a page.
/// </summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private static readonly string[] AvailableServices = ["identity", "intake", "scheduling", "assessment"];

    private readonly FakeIdentity _keys = new();
    private readonly ConcurrentDictionary<string, string> _challenges = new();
    private readonly int _port = FreePort();
    private readonly int _servicesPort = FreePort();
    private WebApplication _services = null!;
    private WebApplicationFactory<gateway::Program> _gateway = null!;

    public Uri Address => new($"http://localhost:{_port}");

    /// <summary>The Authorization headers of the requests to Intake.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = [];

    private string Issuer => $"{Address.GetLeftPart(UriPartial.Authority)}/identity";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_servicesPort}");
        builder.Logging.ClearProviders();
        _services = builder.Build();
        _services.MapGet("/{service}/v1/openapi.json", (string service) => Results.File(
            Path.Combine(Repository.Root, "services", $"{char.ToUpperInvariant(service[0])}{service[1..]}", "openapi.json"), "application/json"));
        _services.MapGet("/identity/.well-known/openid-configuration", () => Results.Json(new { issuer = Issuer, jwks_uri = $"{Issuer}/.well-known/jwks" }));
        _services.MapGet("/identity/.well-known/jwks", async () => Results.Text((await _keys.FetchAsync(default)).Keys, "application/json"));
        _services.MapGet("/identity/connect/authorize", Authorize);
        _services.MapPost("/identity/connect/token", (Delegate)TokenAsync);
        _services.MapGet("/identity/connect/logout", LogOut);
        _services.MapFallback("/intake/v1/{**rest}", (HttpContext context) =>
        {
            Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
            return Results.Json(new { items = Array.Empty<object>() });
        });
        await _services.StartAsync();
        _gateway = new WebApplicationFactory<gateway::Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseSetting("Metropool:PublicUrl", Address.ToString());
            foreach (var service in AvailableServices)
            {
                host.UseSetting($"services:{service}:http:0", $"http://127.0.0.1:{_servicesPort}");
            }

            host.UseSetting("services:internship:http:0", "http://127.0.0.1:1");
            host.UseSetting("Metropool:Gateway:Rates:SignInPerMinute", "5");
        });
        _gateway.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        _gateway.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _services.DisposeAsync();
        _keys.Dispose();
    }

    private IResult LogOut(HttpContext context)
    {
        var (query, redirectUri) = (context.Request.Query, $"{Address}docs/");
        return query["client_id"] == "api-reference" && query["post_logout_redirect_uri"] == redirectUri
            ? Results.Redirect(redirectUri)
            : Results.BadRequest();
    }

    private IResult Authorize(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["client_id"] != "api-reference"
            || query["redirect_uri"] != $"{Address}docs/"
            || query["response_type"] != "code"
            || query["code_challenge_method"] != "S256")
        {
            return Results.BadRequest();
        }

        var code = Guid.NewGuid().ToString("N");
        _challenges[code] = query["code_challenge"].ToString();
        var state = Uri.EscapeDataString(query["state"].ToString());
        return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={state}&iss={Uri.EscapeDataString(Issuer)}");
    }

    private async Task<IResult> TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var actual = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!_challenges.TryRemove(form["code"].ToString(), out var challenge) || challenge != actual || form["redirect_uri"] != $"{Address}docs/")
        {
            return Results.BadRequest(new { error = "invalid_grant" });
        }

        var idToken = WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(new { name = "Zoë Voorbeeld" }));
        return Results.Json(new
        {
            access_token = _keys.Token(Guid.CreateVersion7(), audience: "intake", issuer: Issuer),
            id_token = $"e30.{idToken}.x",
            token_type = "Bearer",
            expires_in = 900,
        });
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
