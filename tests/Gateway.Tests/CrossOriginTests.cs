using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Metropool.Gateway.Tests;

/// <summary>CORS: pages of configured origins can call the APIs.</summary>
public sealed class CrossOriginTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Portal = "https://portal.example";
    private const string Path = "/intake/v1/applications";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_of_a_configured_origin_can_call_the_APIs_and_read_their_headers()
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Origins:0", Portal));
        var preflight = await PreflightAsync(gateway, Portal);

        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal(Portal, AllowedOrigin(preflight));
        Assert.Contains("PUT", preflight.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        Assert.All(
            ["Authorization", "Content-Type", "If-Match", "Idempotency-Key"],
            header => Assert.Contains(header, preflight.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal));

        foreach (var path in new[] { Path, "/intake/v1/refused", "/scheduling/v1/away" })
        {
            var response = await GetAsync(gateway, path, Portal);
            Assert.Equal(Portal, AllowedOrigin(response));
            Assert.All(
                ["ETag", "Link", "Location", "API-Version", "Retry-After"],
                header => Assert.Contains(header, response.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal));
            Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        }
    }

    [Fact]
    public async Task A_429_response_has_CORS_headers()
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Origins:0", Portal), ("Metropool:Gateway:Rates:AddressPerMinute", "1"));
        await GetAsync(gateway, Path, Portal);

        var response = await GetAsync(gateway, Path, Portal);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(Portal, AllowedOrigin(response));
    }

    [Theory]
    [InlineData(null, Portal)]
    [InlineData(Portal, "https://elsewhere.example")]
    [InlineData(Portal, "http://portal.example")]
    [InlineData(Portal, "https://portal.example.elsewhere.example")]
    [InlineData(Portal, "null")]
    public async Task A_page_of_any_other_origin_cannot_call_the_APIs(string? configured, string origin)
    {
        await using var gateway = configured is null ? fixture.With() : fixture.With(("Metropool:Gateway:Origins:0", configured));

        Assert.False((await PreflightAsync(gateway, origin)).Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False((await GetAsync(gateway, Path, origin)).Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Origins_that_only_a_service_allows_get_its_CORS_headers()
    {
        await using var open = await FakeService.StartAsync(app => app.MapMethods("/internship/v1/openapi.json", ["GET", "OPTIONS"], (HttpContext context) =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            return "{}";
        }));
        await using var gateway = fixture.With(("Metropool:Gateway:Origins:0", Portal), ("services:internship:http:0", open.Address.ToString()));

        const string document = "/internship/v1/openapi.json";
        Assert.Equal("*", AllowedOrigin(await PreflightAsync(gateway, "https://elsewhere.example", document)));
        Assert.Equal("*", AllowedOrigin(await GetAsync(gateway, document, "https://elsewhere.example")));
        Assert.Equal(Portal, AllowedOrigin(await GetAsync(gateway, document, Portal)));
    }

    [Theory]
    [InlineData("https://portal.example/app")]
    [InlineData("http://portal.example")]
    public async Task An_invalid_origin_stops_the_start(string origin)
    {
        await using var gateway = fixture.InProduction(("Metropool:Gateway:Origins:0", origin));

        Assert.ThrowsAny<Exception>(() => GatewayFixture.Client(gateway));
    }

    private static string AllowedOrigin(HttpResponseMessage response) => response.Headers.GetValues("Access-Control-Allow-Origin").Single();

    private static Task<HttpResponseMessage> PreflightAsync(WebApplicationFactory<Program> gateway, string origin, string path = Path)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "PUT");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "authorization,if-match");
        return GatewayFixture.Client(gateway).SendAsync(request, Cancellation);
    }

    private static Task<HttpResponseMessage> GetAsync(WebApplicationFactory<Program> gateway, string path, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        return GatewayFixture.Client(gateway).SendAsync(request, Cancellation);
    }
}
