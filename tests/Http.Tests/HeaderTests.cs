using System.Net;
using System.Text.Json;

namespace Metropool.Http.Tests;

/// <summary>NL API Design Rules: what every response carries, and the OpenAPI document.</summary>
public sealed class HeaderTests(SampleApi api) : IClassFixture<SampleApi>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/sample/v1/open")]
    [InlineData("/sample/v1/me")]
    [InlineData("/sample/v1/nowhere")]
    [InlineData("/sample/v1/failure")]
    public async Task Every_response_has_the_version_and_the_headers_of_transport_security(string path)
    {
        var response = await api.Client().GetAsync(path, Cancellation);

        Assert.Equal("1.2.3", Assert.Single(response.Headers.GetValues("API-Version")));
        Assert.True(response.Headers.CacheControl!.NoStore || response.Headers.CacheControl.NoCache);
        Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Forwarded_headers_are_trusted_from_a_configured_proxy_only()
    {
        Assert.False(await IsHttpsForAsync());
        Assert.False(await IsHttpsForAsync(("Metropool:TrustedProxies:0", "10.0.0.0/24")));
        Assert.True(await IsHttpsForAsync(("Metropool:TrustedProxies:0", "10.0.0.0/24"), ("Metropool:TrustedProxies:1", "192.0.2.7")));
        Assert.True(await IsHttpsForAsync(("Metropool:TrustedProxies:0", "192.0.2.0/24")));
    }

    [Theory]
    [InlineData("198.51.100.1, 10.0.0.5", "198.51.100.1")]
    [InlineData("203.0.113.9, 198.51.100.1, 10.0.0.5", "198.51.100.1")]
    [InlineData("10.0.0.6, 198.51.100.1, 10.0.0.5", "198.51.100.1")]
    [InlineData("198.51.100.1", "198.51.100.1")]
    public async Task Behind_several_trusted_proxies_the_client_is_the_first_other_address(string forwardedFor, string caller)
    {
        await using var api = new SampleApi();
        await api.StartAsync(("Metropool:TrustedProxies:0", "192.0.2.7"), ("Metropool:TrustedProxies:1", "10.0.0.0/24"));

        var context = await api.Server.SendAsync(
            request =>
            {
                request.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
                request.Request.Path = "/sample/v1/open";
                request.Request.Headers["X-Forwarded-For"] = forwardedFor;
            },
            Cancellation);

        Assert.Equal(IPAddress.Parse(caller), context.Connection.RemoteIpAddress);
    }

    [Fact]
    public async Task The_document_is_public_and_describes_the_service()
    {
        var response = await api.Client().GetAsync("/sample/v1/openapi.json", Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        var document = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("1.2.3", document.GetProperty("info").GetProperty("version").GetString());
        Assert.All(["name", "email", "url"], key => Assert.NotEmpty(document.GetProperty("info").GetProperty("contact").GetProperty(key).GetString()!));
        Assert.Equal("/sample/v1", document.GetProperty("servers")[0].GetProperty("url").GetString());
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());
        Assert.True(document.GetProperty("paths").TryGetProperty("/things", out var things));
        var responses = things.GetProperty("post").GetProperty("responses");
        Assert.Equal(
            "#/components/headers/API-Version", responses.GetProperty("201").GetProperty("headers").GetProperty("API-Version").GetProperty("$ref").GetString());
        Assert.Equal("#/components/responses/Problem", responses.GetProperty("default").GetProperty("$ref").GetString());
        var problem = document.GetProperty("components").GetProperty("responses").GetProperty("Problem");
        Assert.True(problem.GetProperty("content").TryGetProperty("application/problem+json", out _));
        Assert.True(problem.GetProperty("headers").TryGetProperty("API-Version", out _));
    }

    [Fact]
    public async Task A_page_on_another_site_can_request_the_document()
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/sample/v1/openapi.json");
        preflight.Headers.TryAddWithoutValidation("Origin", "https://elsewhere.example");
        preflight.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "GET");
        var response = await api.Client().SendAsync(preflight, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(
            ("*", "GET, HEAD"),
            (response.Headers.GetValues("Access-Control-Allow-Origin").Single(), response.Headers.GetValues("Access-Control-Allow-Methods").Single()));
    }

    [Fact]
    public async Task The_document_has_the_limits_of_the_validation()
    {
        var document = JsonElement.Parse(await api.Client().GetStringAsync("/sample/v1/openapi.json", Cancellation));
        var thing = document.GetProperty("components").GetProperty("schemas").GetProperty("Thing");

        Assert.Equal(["name", "size", "parts"], thing.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(10, thing.GetProperty("properties").GetProperty("name").GetProperty("maxLength").GetInt32());
        Assert.Equal(9, thing.GetProperty("properties").GetProperty("size").GetProperty("maximum").GetInt32());
        Assert.Equal("integer", thing.GetProperty("properties").GetProperty("size").GetProperty("type").GetString());
        var madeAt = thing.GetProperty("properties").GetProperty("madeAt");
        Assert.Equal(["null", "string"], madeAt.GetProperty("type").EnumerateArray().Select(type => type.GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("date-time", madeAt.GetProperty("format").GetString());
    }

    private static async Task<bool> IsHttpsForAsync(params (string Key, string Value)[] settings)
    {
        await using var api = new SampleApi();
        await api.StartAsync(settings);
        var context = await api.Server.SendAsync(
            request =>
            {
                request.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
                request.Request.Path = "/sample/v1/open";
                request.Request.Headers["X-Forwarded-Proto"] = "https";
                request.Request.Headers["X-Forwarded-For"] = "198.51.100.1";
            },
            Cancellation);
        return context.Response.Headers.ContainsKey("Strict-Transport-Security");
    }
}
