using Metropool.Gateway.Boundary;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Metropool.Gateway.Tests;

/// <summary>Headers and methods of requests. A header value may contain any bytes; the service that reads it validates it.</summary>
public sealed class HeaderTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    // RunningGateway sends each character as one byte.
    private const string Latin1 = "caf\u00e9";
    private const string Utf8 = "caf\u00c3\u00a9";

    [Theory]
    [InlineData(Latin1)]
    [InlineData(Utf8)]
    [InlineData("\u0080\u00ff\u00a0")]
    [InlineData("tab\there")]
    public async Task A_cookie_of_another_application_on_the_host_does_not_break_sign_in(string value)
    {
        await using var gateway = RunningGateway.Start(fixture);
        var path = $"/identity/sign-in/{Guid.NewGuid()}";

        var (status, _) = await gateway.GetAsync(path, $"Cookie: before={value}; metropool-identity=ours; after={value}", $"Cookie: {value}={value}");

        Assert.Equal(200, status);
        Assert.Equal("metropool-identity=ours", fixture.Identity.Requests.Single(request => request.Path == path).Headers["Cookie"]);
    }

    [Fact]
    public async Task Without_one_of_our_cookies_no_cookie_header_is_forwarded()
    {
        await using var gateway = RunningGateway.Start(fixture);
        var path = $"/identity/sign-in/{Guid.NewGuid()}";

        await gateway.GetAsync(path, "Cookie: other=1; another=2");

        Assert.DoesNotContain("Cookie", fixture.Identity.Requests.Single(request => request.Path == path).Headers.Keys);
    }

    [Theory]
    [InlineData("metropool-identity=a", "metropool-identity=a")]
    [InlineData("metropool-identity=a;metropool-identity-form=b", "metropool-identity=a; metropool-identity-form=b")]
    [InlineData("Metropool-identity=a", "")]
    [InlineData("other=1,metropool-identity=a", "")]
    [InlineData("other=\u00e9 metropool-identity=a", "")]
    [InlineData("other=\"; metropool-identity=a", "metropool-identity=a")]
    [InlineData("metropool-identity=a,b", "")]
    [InlineData("metropool-identity=\u00e9; metropool-identity=a", "metropool-identity=a")]
    [InlineData(" ; ;; ", "")]
    [InlineData("", "")]
    public void Only_our_cookies_are_forwarded(string sent, string forwarded) => Assert.Equal(forwarded, CookieFilter.Filter(new StringValues(sent)));

    [Theory]
    [InlineData("If-Match", "\"" + Latin1 + "\"")]
    [InlineData("Idempotency-Key", Utf8)]
    [InlineData("User-Agent", Latin1)]
    [InlineData("Accept", "text/" + Utf8)]
    [InlineData("Content-Type", "application/" + Latin1)]
    [InlineData("X-Unknown", "\u0080\u00ff")]
    public async Task The_bytes_of_a_header_value_reach_the_service_unchanged(string name, string value)
    {
        await using var gateway = RunningGateway.Start(fixture);
        var path = $"/intake/v1/headers/{Guid.NewGuid()}";

        var (status, _) = await gateway.GetAsync(path, $"{name}: {value}");

        Assert.Equal(200, status);
        Assert.Equal(value, fixture.Intake.Requests.Single(request => request.Path == path).Headers[name]);
    }

    [Fact]
    public async Task A_token_with_invalid_characters_is_refused()
    {
        await using var gateway = RunningGateway.Start(fixture);

        var (status, response) = await gateway.GetAsync("/intake/v1/anything", $"Authorization: Bearer {Latin1}");

        Assert.Equal(401, status);
        Assert.Contains("request.unauthenticated", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONNECT", "localhost:443", 405, "request.method-not-allowed")]
    [InlineData("CONNECT", "/intake/v1/applications", 405, "request.method-not-allowed")]
    [InlineData("TRACE", "/intake/v1/applications", 405, "request.method-not-allowed")]
    [InlineData("get", "/intake/v1/applications", 501, "gateway.method-not-implemented")]
    [InlineData("Get", "/", 501, "gateway.method-not-implemented")]
    [InlineData("PROPFIND", "/intake/v1/applications", 501, "gateway.method-not-implemented")]
    [InlineData("X", "/nowhere", 501, "gateway.method-not-implemented")]
    public async Task An_unsupported_method_is_refused_and_not_forwarded(string method, string target, int status, string code)
    {
        await using var gateway = RunningGateway.Start(fixture);
        var before = fixture.Intake.Requests.Count;

        var host = target[0] == '/' ? gateway.Address.Authority : target;
        var response = RawResponse.Parse(await gateway.SendAsync($"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));

        Assert.Equal((status, code), (response.Status, response.Problem().Code));
        Assert.Equal(status == 405, response.Headers.ContainsKey("Allow"));
        Assert.Equal(before, fixture.Intake.Requests.Count);
    }

    [Fact]
    public async Task OPTIONS_of_the_server_lists_the_supported_methods()
    {
        await using var gateway = RunningGateway.Start(fixture);

        var response = RawResponse.Parse(await gateway.SendAsync($"OPTIONS * HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\nConnection: close\r\n\r\n"));

        Assert.Equal(StatusCodes.Status204NoContent, response.Status);
        Assert.Equal("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS", response.Headers["Allow"]);
    }
}
