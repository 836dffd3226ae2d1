using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Metropool.LocalServers;

namespace Metropool.Gateway.Tests;

/// <summary>The gateway's own pages and endpoints.</summary>
public sealed class PageTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_start_page_links_to_sign_in_and_to_the_APIs()
    {
        var response = await fixture.Client().GetAsync("/", Cancellation);
        var page = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal("nl", page.DocumentElement.GetAttribute("lang"));
        Assert.NotNull(page.QuerySelector("a[href='/identity/sign-in']"));
        Assert.NotNull(page.QuerySelector("a[href='/docs/']"));
        Assert.All(Proxying.Services.All, service => Assert.NotNull(page.QuerySelector($"[lang=en] a[href='/{service}/v1/openapi.json']")));
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.QuerySelector("style")!.TextContent)));
        Assert.Contains($"'sha256-{hash}'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/docs/")]
    [InlineData("/docs/intake")]
    [InlineData("/docs/scalar/scalar.js")]
    [InlineData("/docs/session.js")]
    [InlineData("/.well-known/security.txt")]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task HEAD_is_supported_wherever_GET_is(string path)
    {
        await using var gateway = RunningGateway.Start(fixture);
        using var client = gateway.Client();
        using var head = new HttpRequestMessage(HttpMethod.Head, path);

        var response = await client.SendAsync(head, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((await client.GetAsync(path, Cancellation)).Content.Headers.ContentType, response.Content.Headers.ContentType);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Every_response_has_the_security_headers()
    {
        string[] paths =
        [
            "/", "/nowhere", "/scheduling/v1/editions", "/intake/v1/anything", "/docs/", "/docs/intake", "/docs/scalar/scalar.js", "/.well-known/security.txt",
        ];
        foreach (var path in paths)
        {
            var response = await fixture.Client().GetAsync(path, Cancellation);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
            Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.NotNull(response.Headers.CacheControl);
        }
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Health_is_that_of_the_gateway_alone_and_shows_only_the_status(string path)
    {
        var response = await fixture.Client().GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["status"], JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).EnumerateObject().Select(property => property.Name));
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:{0}")]
    [InlineData("urls", "http://127.0.0.1:{0};http://127.0.0.1:{1}")]
    [InlineData("http_ports", "{0}")]
    public async Task Operators_see_the_state_of_all_services_on_their_own_port(string setting, string value)
    {
        var (publicPort, port) = (LocalPorts.Next(), LocalPorts.Next());
        await using var gateway = fixture.With(
            ("Metropool:Gateway:OperatorsPort", $"{port}"), (setting, string.Format(CultureInfo.InvariantCulture, value, publicPort, port)));
        gateway.UseKestrel();
        gateway.StartServer();
        using var caller = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{publicPort}") };
        caller.DefaultRequestHeaders.Host = $"127.0.0.1:{port}";
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync("/services", Cancellation)).StatusCode);
        using var operatorClient = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        var response = await operatorClient.GetAsync("/services", Cancellation);
        Assert.False(response.Headers.Contains("Server"));
        var states = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));

        Assert.True(states.GetProperty("intake").GetProperty("ready").GetBoolean());
        Assert.False(states.GetProperty("scheduling").GetProperty("ready").GetBoolean());
        Assert.NotEmpty(states.GetProperty("scheduling").GetProperty("reason").GetString()!);
        var health = JsonElement.Parse(await operatorClient.GetStringAsync("/health", Cancellation));
        Assert.Contains("self", health.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task An_operators_port_that_is_missing_from_Kestrels_endpoints_stops_the_start()
    {
        await using var valid = fixture.With(("Metropool:Gateway:OperatorsPort", "9090"), ("Kestrel:Endpoints:Operators:Url", "http://127.0.0.1:9090"));
        Assert.Equal(HttpStatusCode.OK, (await GatewayFixture.Client(valid).GetAsync("/", Cancellation)).StatusCode);
        await using var invalid = fixture.With(("Metropool:Gateway:OperatorsPort", "9090"), ("Kestrel:Endpoints:Public:Url", "http://127.0.0.1:8080"));

        Assert.ThrowsAny<Exception>(() => GatewayFixture.Client(invalid));
    }
}
