using System.Net;
using Metropool.Http.Tests;

namespace Metropool.Gateway.Tests;

/// <summary>The gateway refuses a token that is wrong. Whether a token is needed, and for what, is for the service to say.</summary>
public sealed class TokenTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private readonly Guid _person = Guid.CreateVersion7();

    [Fact]
    public async Task A_valid_token_for_any_of_our_services_is_passed_on()
    {
        var token = fixture.Keys.Token(_person, audience: "scheduling");
        var path = $"/intake/v1/tokens/{Guid.NewGuid()}";

        Assert.Equal(HttpStatusCode.OK, await StatusOf(path, token));
        Assert.Equal($"Bearer {token}", fixture.Intake.Requests.Single(request => request.Path == path).Headers["Authorization"]);
    }

    [Fact]
    public async Task Without_a_token_the_service_decides()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusOf("/intake/v1/anything", null));
        Assert.Equal(HttpStatusCode.OK, await StatusOf("/identity/sign-in", null));
    }

    [Fact]
    public async Task A_wrong_token_goes_no_further()
    {
        using var other = new FakeIdentity();
        string[] wrong =
        [
            "no.token.atall",
            other.Token(_person, audience: "intake"),
            fixture.Keys.Token(_person, audience: "elsewhere"),
            fixture.Keys.Token(_person, audience: "intake", issuer: "http://elsewhere.example/identity"),
            fixture.Keys.Token(_person, audience: "intake", expiresIn: TimeSpan.FromMinutes(-5)),
        ];
        var path = $"/intake/v1/tokens/{Guid.NewGuid()}";

        foreach (var token in wrong)
        {
            var response = await fixture.Client(token).GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("request.unauthenticated", (await GatewayFixture.ProblemAsync(response)).Code);
            Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        }

        Assert.DoesNotContain(fixture.Intake.Requests, request => request.Path == path);
    }

    [Fact]
    public async Task A_token_in_the_address_is_no_token()
    {
        var path = $"/intake/v1/tokens/{Guid.NewGuid()}";

        await StatusOf($"{path}?access_token={fixture.Keys.Token(_person, audience: "intake")}", null);

        Assert.DoesNotContain("Authorization", fixture.Intake.Requests.Single(request => request.Path.StartsWith(path, StringComparison.Ordinal)).Headers.Keys);
    }

    [Fact]
    public async Task While_Identity_is_away_and_its_keys_are_not_known_the_service_checks_alone()
    {
        await using var gateway = fixture.With(("services:identity:http:0", "http://127.0.0.1:1"));
        var path = $"/intake/v1/tokens/{Guid.NewGuid()}";

        var response = await GatewayFixture.Client(gateway, fixture.Keys.Token(_person, audience: "intake")).GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("Bearer ", fixture.Intake.Requests.Single(request => request.Path == path).Headers["Authorization"], StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> StatusOf(string path, string? token) =>
        (await fixture.Client(token).GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode;
}
