using System.Net;
using System.Text.Json;
using Metropool.Identity.Development;
using Metropool.Identity.Tokens;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Metropool.Identity.Tests;

/// <summary>Clients of municipalities authenticate with private_key_jwt (NL GOV profile).</summary>
public sealed class ClientTests(IdentityFixture identity)
{
    private readonly ClientAssertions _assertions = new(identity);

    private DemoClient Client => _assertions.Client;

    [Theory]
    [InlineData("JWT")]
    [InlineData(null)]
    [InlineData("client-authentication+jwt")]
    public async Task A_client_gets_a_token_for_its_organisation_with_any_common_type_of_assertion(string? type)
    {
        var (status, answer) = await _assertions.TokenAsync(_assertions.Make(type: type));

        Assert.True(status == HttpStatusCode.OK, answer.GetRawText());
        var token = new JsonWebToken(answer.GetProperty("access_token").GetString());
        Assert.Equal("at+jwt", token.Typ);
        Assert.Equal(Client.ClientId, token.Subject);
        Assert.Equal(Client.ClientId, token.GetClaim("client_id").Value);
        Assert.Equal(Client.OrganisationId.ToString(), token.GetClaim("organisation").Value);
        Assert.Contains("intake", token.Audiences);
        Assert.DoesNotContain(token.Claims, c => c.Type == "role");
        Assert.False(answer.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task A_token_is_for_the_services_that_were_asked_for()
    {
        var (_, answer) = await _assertions.TokenAsync(_assertions.Make(), "intake");

        Assert.Equal(["intake"], new JsonWebToken(answer.GetProperty("access_token").GetString()).Audiences);
    }

    [Fact]
    public async Task An_assertion_works_once()
    {
        var assertion = _assertions.Make();

        Assert.Equal(HttpStatusCode.OK, (await _assertions.TokenAsync(assertion)).Status);
        var (status, answer) = await _assertions.TokenAsync(assertion);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("invalid_client", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task An_assertion_of_a_clock_that_is_a_little_fast_or_without_a_kid_is_accepted()
    {
        Assert.Equal(
            HttpStatusCode.OK,
            (await _assertions.TokenAsync(_assertions.Make(issuedAt: TimeSpan.FromSeconds(20), notBefore: TimeSpan.FromSeconds(20)))).Status);
        Assert.Equal(HttpStatusCode.OK, (await _assertions.TokenAsync(_assertions.Make(without: ["iat", "nbf"]))).Status);
        Assert.Equal(HttpStatusCode.OK, (await _assertions.TokenAsync(_assertions.Make(key: _assertions.KeyUnder("")))).Status);
    }

    [Fact]
    public async Task An_assertion_that_has_just_expired_is_accepted_once_also_after_a_restart()
    {
        var assertion = _assertions.Make(expiresIn: TimeSpan.FromSeconds(-20));
        Assert.Equal(HttpStatusCode.OK, (await _assertions.TokenAsync(assertion)).Status);

        // A process that starts clears away what it no longer needs.
        await identity.InDatabase(async db =>
        {
            db.UsedAssertions.Add(new UsedAssertion { ClientId = Client.ClientId, AssertionId = "forgotten", ExpiresAt = DateTimeOffset.UtcNow.AddDays(-1) });
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        await using var again = identity.Application.WithWebHostBuilder(_ => { });
        using var client = again.CreateClient();
        await Eventually.TrueAsync(
            async () => (await client.GetAsync("/health", TestContext.Current.CancellationToken)).IsSuccessStatusCode, "the second process is healthy");
        await Eventually.TrueAsync(
            async () =>
                await identity.InDatabase(
                    async db => !await db.UsedAssertions.AnyAsync(used => used.AssertionId == "forgotten", TestContext.Current.CancellationToken)),
            "the second process has cleared away");

        Assert.Equal(HttpStatusCode.Unauthorized, (await _assertions.TokenAsync(assertion)).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await _assertions.TokenAsync(_assertions.Make(expiresIn: TimeSpan.FromMinutes(-2)))).Status);
    }

    [Fact]
    public async Task The_token_of_a_client_gets_no_user_info()
    {
        var (_, answer) = await _assertions.TokenAsync(_assertions.Make());
        using var api = await identity.ApiAsync(null);
        api.DefaultRequestHeaders.Authorization = new("Bearer", answer.GetProperty("access_token").GetString());

        using var info = await api.GetAsync("/identity/connect/userinfo", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, info.StatusCode);
        Assert.Contains("invalid_token", info.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_parallel_requests_with_one_assertion_one_gets_a_token()
    {
        var assertion = _assertions.Make();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _assertions.TokenAsync(assertion)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_municipalities_do_not_share_a_key()
    {
        var other = identity.Demo.Clients.Single(client => client.ClientId != Client.ClientId);

        Assert.NotEqual(HttpStatusCode.OK, (await _assertions.TokenAsync(_assertions.Make(key: ClientAssertions.KeyOf(other)))).Status);
    }

    [Fact]
    public async Task GetMe_has_the_organisation_of_a_client()
    {
        var (_, answer) = await _assertions.TokenAsync(_assertions.Make());
        var api = await identity.ApiAsync(null);
        api.DefaultRequestHeaders.Authorization = new("Bearer", answer.GetProperty("access_token").GetString());

        var me = JsonElement.Parse(await api.GetStringAsync("/identity/v1/me", TestContext.Current.CancellationToken));

        Assert.Equal(Client.ClientId, me.GetProperty("clientId").GetString());
        Assert.Equal(Client.Name, me.GetProperty("organisation").GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await api.GetAsync("/identity/v1/staff", TestContext.Current.CancellationToken)).StatusCode);
    }
}
