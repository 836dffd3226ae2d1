using Metropool.Gateway.Boundary;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Metropool.Gateway.Tests;

/// <summary>A header may hold any bytes: it breaks nothing, and the service that reads it judges it.</summary>
public sealed class HeaderTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    // As RunningGateway sends them: each character is a byte.
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
    public async Task Where_no_cookie_is_ours_none_is_sent()
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
    public void No_other_cookie_passes_for_one_of_ours(string sent, string forwarded) => Assert.Equal(forwarded, OwnCookies.Own(new StringValues(sent)));

    [Theory]
    [InlineData("If-Match", "\"" + Latin1 + "\"")]
    [InlineData("Idempotency-Key", Utf8)]
    [InlineData("User-Agent", Latin1)]
    [InlineData("Accept", "text/" + Utf8)]
    [InlineData("Content-Type", "application/" + Latin1)]
    [InlineData("X-Unknown", "\u0080\u00ff")]
    public async Task A_header_reaches_the_service_with_the_bytes_that_it_came_with(string name, string value)
    {
        await using var gateway = RunningGateway.Start(fixture);
        var path = $"/intake/v1/headers/{Guid.NewGuid()}";

        var (status, _) = await gateway.GetAsync(path, $"{name}: {value}");

        Assert.Equal(200, status);
        Assert.Equal(value, fixture.Intake.Requests.Single(request => request.Path == path).Headers[name]);
    }

    [Fact]
    public async Task A_token_with_other_characters_is_no_token()
    {
        await using var gateway = RunningGateway.Start(fixture);

        var (status, answer) = await gateway.GetAsync("/intake/v1/anything", $"Authorization: Bearer {Latin1}");

        Assert.Equal(401, status);
        Assert.Contains("request.unauthenticated", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONNECT", "localhost:443", 405, "request.method-not-allowed")]
    [InlineData("CONNECT", "/intake/v1/applications", 405, "request.method-not-allowed")]
    [InlineData("TRACE", "/intake/v1/applications", 405, "request.method-not-allowed")]
    [InlineData("get", "/intake/v1/applications", 501, "gateway.method-not-implemented")]
    [InlineData("Get", "/", 501, "gateway.method-not-implemented")]
    [InlineData("PROPFIND", "/intake/v1/applications", 501, "gateway.method-not-implemented")]
    [InlineData("X", "/nowhere", 501, "gateway.method-not-implemented")]
    public async Task A_method_that_no_service_has_is_refused_and_reaches_none(string method, string target, int status, string code)
    {
        await using var gateway = RunningGateway.Start(fixture);
        var before = fixture.Intake.Requests.Count;

        var answer = RawAnswer.Parse(await gateway.SendAsync($"{method} {target} HTTP/1.1\r\nHost: {(target[0] == '/' ? gateway.Address.Authority : target)}\r\nConnection: close\r\n\r\n"));

        Assert.Equal((status, code), (answer.Status, answer.Problem().Code));
        Assert.Equal(status == 405, answer.Headers.ContainsKey("Allow"));
        Assert.Equal(before, fixture.Intake.Requests.Count);
    }

    [Fact]
    public async Task The_server_as_a_whole_says_which_methods_it_has()
    {
        await using var gateway = RunningGateway.Start(fixture);

        var answer = RawAnswer.Parse(await gateway.SendAsync($"OPTIONS * HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\nConnection: close\r\n\r\n"));

        Assert.Equal(StatusCodes.Status204NoContent, answer.Status);
        Assert.Equal("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS", answer.Headers["Allow"]);
    }
}
