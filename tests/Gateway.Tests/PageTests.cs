using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;

namespace Metropool.Gateway.Tests;

/// <summary>What the gateway answers itself.</summary>
public sealed class PageTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_start_page_says_what_this_is_and_leads_on()
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
    public async Task Who_asks_for_the_headers_alone_is_answered(string path)
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
    public async Task Every_answer_has_the_headers_of_transport_security()
    {
        foreach (var path in new[] { "/", "/nowhere", "/scheduling/v1/editions", "/intake/v1/anything", "/docs/", "/docs/intake", "/docs/scalar/scalar.js", "/.well-known/security.txt" })
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
    public async Task Health_is_the_gateways_own_does_not_depend_on_the_services_and_tells_nobody_why(string path)
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
        var (publicPort, port) = (FreePort(), FreePort());
        await using var gateway = fixture.With(("Metropool:Gateway:OperatorsPort", $"{port}"), (setting, string.Format(CultureInfo.InvariantCulture, value, publicPort, port)));
        gateway.UseKestrel();
        gateway.StartServer();
        using var stranger = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{publicPort}") };
        stranger.DefaultRequestHeaders.Host = $"127.0.0.1:{port}";
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/services", Cancellation)).StatusCode);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        var response = await client.GetAsync("/services", Cancellation);
        Assert.False(response.Headers.Contains("Server"));
        var states = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));

        Assert.True(states.GetProperty("intake").GetProperty("ready").GetBoolean());
        Assert.False(states.GetProperty("scheduling").GetProperty("ready").GetBoolean());
        Assert.NotEmpty(states.GetProperty("scheduling").GetProperty("reason").GetString()!);
        var health = JsonElement.Parse(await client.GetStringAsync("/health", Cancellation));
        Assert.Contains("self", health.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task An_operators_port_that_the_servers_own_endpoints_leave_out_stops_the_start()
    {
        await using var right = fixture.With(("Metropool:Gateway:OperatorsPort", "9090"), ("Kestrel:Endpoints:Operators:Url", "http://127.0.0.1:9090"));
        Assert.Equal(HttpStatusCode.OK, (await GatewayFixture.Client(right).GetAsync("/", Cancellation)).StatusCode);
        await using var wrong = fixture.With(("Metropool:Gateway:OperatorsPort", "9090"), ("Kestrel:Endpoints:Public:Url", "http://127.0.0.1:8080"));

        Assert.ThrowsAny<Exception>(() => GatewayFixture.Client(wrong));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
