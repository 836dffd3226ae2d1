using System.Net;
using Metropool.Http.Tests;

namespace Metropool.Gateway.Tests;

/// <summary>The gateway refuses invalid tokens. Whether a token is needed is left to the services.</summary>
public sealed class TokenTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private readonly Guid _person = Guid.CreateVersion7();

    [Fact]
    public async Task A_valid_token_for_any_service_is_forwarded()
    {
        var token = fixture.Keys.Token(_person, audience: "scheduling");
        var path = $"/intake/v1/tokens/{Guid.NewGuid()}";

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(path, token));
        Assert.Equal($"Bearer {token}", fixture.Intake.Requests.Single(request => request.Path == path).Headers["Authorization"]);
    }

    [Fact]
    public async Task Requests_without_a_token_are_forwarded()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/intake/v1/anything", null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/identity/sign-in", null));
    }

    [Fact]
    public async Task An_invalid_token_is_refused_and_not_forwarded()
    {
        using var other = new FakeIdentity();
        string[] invalid =
        [
            "no.token.atall",
            other.Token(_person, audience: "intake"),
            fixture.Keys.Token(_person, audience: "elsewhere"),
            fixture.Keys.Token(_person, audience: "intake", issuer: "http://elsewhere.example/identity"),
            fixture.Keys.Token(_person, audience: "intake", expiresIn: TimeSpan.FromMinutes(-5)),
        ];
        var path = $"/intake/v1/tokens/{Guid.NewGuid()}";

        foreach (var token in invalid)
        {
            var response = await fixture.Client(token).GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("request.unauthenticated", (await GatewayFixture.ProblemAsync(response)).Code);
            Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        }

        Assert.DoesNotContain(fixture.Intake.Requests, request => request.Path == path);
    }

    [Fact]
    public async Task A_token_in_the_query_is_ignored()
    {
        var path = $"/intake/v1/tokens/{Guid.NewGuid()}";

        await StatusAsync($"{path}?access_token={fixture.Keys.Token(_person, audience: "intake")}", null);

        var received = fixture.Intake.Requests.Single(request => request.Path.StartsWith(path, StringComparison.Ordinal));
        Assert.DoesNotContain("Authorization", received.Headers.Keys);
    }

    [Fact]
    public async Task Without_Identitys_keys_tokens_are_forwarded_unvalidated()
    {
        await using var gateway = fixture.With(("services:identity:http:0", "http://127.0.0.1:1"));
        var path = $"/intake/v1/tokens/{Guid.NewGuid()}";

        using var client = GatewayFixture.Client(gateway, fixture.Keys.Token(_person, audience: "intake"));
        var response = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("Bearer ", fixture.Intake.Requests.Single(request => request.Path == path).Headers["Authorization"], StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? token) =>
        (await fixture.Client(token).GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode;
}
