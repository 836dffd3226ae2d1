using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Metropool.Identity.Development;
using Metropool.Identity.Tokens;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Identity.Tests;

/// <summary>Clients of municipalities authenticate with private_key_jwt (NL GOV profile).</summary>
public sealed class ClientTests(IdentityFixture identity)
{
    private DemoClient Client => identity.Demo.Clients.Single(client => client.ClientId == "demogemeente-noord");

    [Theory]
    [InlineData("JWT")]
    [InlineData(null)]
    [InlineData("client-authentication+jwt")]
    public async Task A_client_gets_a_token_for_its_organisation_with_any_common_type_of_assertion(string? type)
    {
        var (status, answer) = await TokenAsync(Assertion(type: type));

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
        var (_, answer) = await TokenAsync(Assertion(), "intake");

        Assert.Equal(["intake"], new JsonWebToken(answer.GetProperty("access_token").GetString()).Audiences);
    }

    [Fact]
    public async Task An_assertion_is_good_once()
    {
        var assertion = Assertion();

        Assert.Equal(HttpStatusCode.OK, (await TokenAsync(assertion)).Status);
        var (status, answer) = await TokenAsync(assertion);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("invalid_client", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task An_assertion_that_has_just_expired_is_accepted_because_clocks_differ_and_is_good_once_also_after_a_restart()
    {
        var assertion = Assertion(expiresIn: TimeSpan.FromSeconds(-20));
        Assert.Equal(HttpStatusCode.OK, (await TokenAsync(assertion)).Status);

        // A process that starts clears away what it no longer needs.
        await identity.InDatabase(async (IdentityDbContext db) =>
        {
            db.UsedAssertions.Add(new UsedAssertion { ClientId = Client.ClientId, AssertionId = "forgotten", ExpiresAt = DateTimeOffset.UtcNow.AddDays(-1) });
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        await using var again = identity.Application.WithWebHostBuilder(_ => { });
        using var client = again.CreateClient();
        await Eventually.TrueAsync(async () => (await client.GetAsync("/health", TestContext.Current.CancellationToken)).IsSuccessStatusCode, "the second process is healthy");
        await Eventually.TrueAsync(
            async () => await identity.InDatabase(async (IdentityDbContext db) => !await db.UsedAssertions.AnyAsync(used => used.AssertionId == "forgotten", TestContext.Current.CancellationToken)),
            "the second process has cleared away");

        Assert.Equal(HttpStatusCode.Unauthorized, (await TokenAsync(assertion)).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await TokenAsync(Assertion(expiresIn: TimeSpan.FromMinutes(-2)))).Status);
    }

    [Fact]
    public async Task The_token_of_a_client_is_no_persons()
    {
        var (_, answer) = await TokenAsync(Assertion());
        using var api = await identity.ApiAsync(null);
        api.DefaultRequestHeaders.Authorization = new("Bearer", answer.GetProperty("access_token").GetString());

        using var info = await api.GetAsync("/identity/connect/userinfo", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, info.StatusCode);
        Assert.Contains("invalid_token", info.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_requests_with_one_assertion_at_the_same_moment_one_gets_a_token()
    {
        var assertion = Assertion();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TokenAsync(assertion)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_assertion_gets_no_token()
    {
        using var other = RSA.Create(2048);
        Assert.NotEqual(HttpStatusCode.OK, (await TokenAsync(Assertion(key: new RsaSecurityKey(other) { KeyId = Client.ClientId }))).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await TokenAsync(Assertion(audience: "https://elsewhere.example"))).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await TokenAsync(Assertion(expiresIn: TimeSpan.FromMinutes(-10)))).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await TokenAsync(Assertion(expiresIn: TimeSpan.FromDays(1)))).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await TokenAsync(Assertion(id: ""))).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await TokenAsync(Assertion(clientId: "nobody"))).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await TokenAsync(Assertion(type: "at+jwt"))).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await TokenAsync("no.assertion.atall")).Status);
    }

    [Fact]
    public async Task Two_municipalities_do_not_share_a_key()
    {
        var other = identity.Demo.Clients.Single(client => client.ClientId != Client.ClientId);

        Assert.NotEqual(HttpStatusCode.OK, (await TokenAsync(Assertion(key: KeyOf(other)))).Status);
    }

    [Fact]
    public async Task Who_am_I_names_the_organisation_of_a_client()
    {
        var (_, answer) = await TokenAsync(Assertion());
        var api = await identity.ApiAsync(null);
        api.DefaultRequestHeaders.Authorization = new("Bearer", answer.GetProperty("access_token").GetString());

        var me = JsonElement.Parse(await api.GetStringAsync("/identity/v1/me", TestContext.Current.CancellationToken));

        Assert.Equal(Client.ClientId, me.GetProperty("clientId").GetString());
        Assert.Equal(Client.Name, me.GetProperty("organisation").GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await api.GetAsync("/identity/v1/staff", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static JsonWebKey KeyOf(DemoClient client) => new(JsonSerializer.Serialize(client.PrivateKey));

    private string Assertion(
        string? type = "JWT", SecurityKey? key = null, string audience = IdentityFixture.Issuer, TimeSpan? expiresIn = null, string? id = null, string? clientId = null)
    {
        var now = DateTime.UtcNow;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = clientId ?? Client.ClientId,
            Audience = audience,
            TokenType = type,
            IssuedAt = now.AddHours(-1),
            NotBefore = now.AddHours(-1),
            Expires = now + (expiresIn ?? TimeSpan.FromMinutes(1)),
            Claims = new Dictionary<string, object> { ["sub"] = clientId ?? Client.ClientId, ["jti"] = id ?? Guid.NewGuid().ToString() },
            SigningCredentials = new(key ?? KeyOf(Client), SecurityAlgorithms.RsaSha256),
        };
        var token = new JsonWebTokenHandler().CreateToken(descriptor);
        return type is null ? WithoutType(token, (key ?? KeyOf(Client)) as JsonWebKey) : token;
    }

    // The library always writes a type.
    private static string WithoutType(string token, JsonWebKey? key)
    {
        var payload = token.Split('.')[1];
        var signed = $"{Base64UrlEncoder.Encode($$"""{"alg":"RS256","kid":"{{key!.Kid}}"}""")}.{payload}";
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Base64UrlEncoder.DecodeBytes(key.N),
            Exponent = Base64UrlEncoder.DecodeBytes(key.E),
            D = Base64UrlEncoder.DecodeBytes(key.D),
            P = Base64UrlEncoder.DecodeBytes(key.P),
            Q = Base64UrlEncoder.DecodeBytes(key.Q),
            DP = Base64UrlEncoder.DecodeBytes(key.DP),
            DQ = Base64UrlEncoder.DecodeBytes(key.DQ),
            InverseQ = Base64UrlEncoder.DecodeBytes(key.QI),
        });
        return $"{signed}.{Base64UrlEncoder.Encode(rsa.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> TokenAsync(string assertion, string? scope = null)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = assertion,
        };
        if (scope is not null)
        {
            form["scope"] = scope;
        }

        using var response = await identity.Browser().PostAsync("/identity/connect/token", form);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }
}
