using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Metropool.Gateway.Tests;

/// <summary>Pages of other sites call the APIs where their site is configured.</summary>
public sealed class OtherSiteTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Portal = "https://portal.example";
    private const string Path = "/intake/v1/applications";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_may_call_from_a_site_that_is_configured_and_read_what_the_api_says_in_headers()
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Origins:0", Portal));
        var asked = await AskAsync(gateway, Portal);

        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        Assert.Equal(Portal, asked.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("PUT", asked.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        Assert.All(
            ["Authorization", "Content-Type", "If-Match", "Idempotency-Key"],
            header => Assert.Contains(header, asked.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal));

        foreach (var path in new[] { Path, "/intake/v1/refused", "/scheduling/v1/away" })
        {
            var answer = await GetAsync(gateway, path, Portal);
            Assert.Equal(Portal, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.All(
                ["ETag", "Link", "Location", "API-Version", "Retry-After"],
                header => Assert.Contains(header, answer.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        }
    }

    [Fact]
    public async Task A_limit_is_told_to_a_page_as_well()
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Origins:0", Portal), ("Metropool:Gateway:Rates:AddressPerMinute", "1"));
        await GetAsync(gateway, Path, Portal);

        var answer = await GetAsync(gateway, Path, Portal);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(Portal, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Theory]
    [InlineData(null, Portal)]
    [InlineData(Portal, "https://elsewhere.example")]
    [InlineData(Portal, "http://portal.example")]
    [InlineData(Portal, "https://portal.example.elsewhere.example")]
    [InlineData(Portal, "null")]
    public async Task From_no_other_site(string? configured, string origin)
    {
        await using var gateway = configured is null ? fixture.With() : fixture.With(("Metropool:Gateway:Origins:0", configured));

        Assert.False((await AskAsync(gateway, origin)).Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False((await GetAsync(gateway, Path, origin)).Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task What_a_service_allows_every_site_it_still_does()
    {
        await using var open = await StandIn.StartAsync(app => app.MapMethods("/internship/v1/openapi.json", ["GET", "OPTIONS"], (HttpContext context) =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            return "{}";
        }));
        await using var gateway = fixture.With(("Metropool:Gateway:Origins:0", Portal), ("services:internship:http:0", open.Address.ToString()));

        Assert.Equal("*", (await AskAsync(gateway, "https://elsewhere.example", "/internship/v1/openapi.json")).Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("*", (await GetAsync(gateway, "/internship/v1/openapi.json", "https://elsewhere.example")).Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(Portal, (await GetAsync(gateway, "/internship/v1/openapi.json", Portal)).Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Theory]
    [InlineData("https://portal.example/app")]
    [InlineData("http://portal.example")]
    public async Task What_is_no_site_stops_the_start(string origin)
    {
        await using var gateway = fixture.InProduction(("Metropool:Gateway:Origins:0", origin));

        Assert.ThrowsAny<Exception>(() => GatewayFixture.Client(gateway));
    }

    private static Task<HttpResponseMessage> AskAsync(Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program> gateway, string origin, string path = Path)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "PUT");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "authorization,if-match");
        return GatewayFixture.Client(gateway).SendAsync(request, Cancellation);
    }

    private static Task<HttpResponseMessage> GetAsync(Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program> gateway, string path, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        return GatewayFixture.Client(gateway).SendAsync(request, Cancellation);
    }
}
