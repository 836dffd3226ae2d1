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

    [Fact]
    public async Task The_start_page_answers_who_asks_for_its_headers_alone()
    {
        using var head = new HttpRequestMessage(HttpMethod.Head, "/");

        Assert.Equal(HttpStatusCode.OK, (await fixture.Client().SendAsync(head, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Every_answer_has_the_headers_of_transport_security()
    {
        foreach (var path in new[] { "/", "/nowhere", "/scheduling/v1/editions", "/intake/v1/anything", "/docs/", "/docs/scalar.js", "/.well-known/security.txt" })
        {
            var response = await fixture.Client().GetAsync(path, Cancellation);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
            Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.NotNull(response.Headers.CacheControl);
        }
    }

    [Fact]
    public async Task Health_is_the_gateways_own_and_does_not_depend_on_the_services()
    {
        var response = await fixture.Client().GetAsync("/health", Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("self", JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Operators_see_the_state_of_all_services_on_their_own_port()
    {
        var (port, publicPort) = (FreePort(), FreePort());
        await using var gateway = fixture.With(("Metropool:Gateway:OperatorsPort", $"{port}"));
        gateway.UseKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Listen(IPAddress.Loopback, publicPort);
        });
        gateway.StartServer();
        using var stranger = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{publicPort}") };
        stranger.DefaultRequestHeaders.Host = $"127.0.0.1:{port}";
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/services", Cancellation)).StatusCode);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        var response = await client.GetAsync("/services", Cancellation);
        Assert.False(response.Headers.Contains("Server"));
        var states = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));

        Assert.True(states.GetProperty("intake").GetProperty("ready").GetBoolean());
        Assert.False(states.GetProperty("scheduling").GetProperty("ready").GetBoolean());
        Assert.NotEmpty(states.GetProperty("scheduling").GetProperty("reason").GetString()!);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
