using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Metropool.Identity.Clients;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Identity.Tests;

/// <summary>The clients of organisations and their keys.</summary>
public sealed class OrganisationClientTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_replaces_its_key_without_a_gap()
    {
        var api = await identity.ApiAsync("beheerder");
        var organisation = await identity.RegisterOrganisationAsync();
        using var old = RSA.Create(2048);
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (oldKey, nextKey) = (new RsaSecurityKey(old) { KeyId = "old" }, new ECDsaSecurityKey(next) { KeyId = "next" });
        var clientId = $"client-{Guid.NewGuid():N}";
        var registered = await api.PostAsJsonAsync(
            $"/identity/v1/organisations/{organisation}/clients", new { clientId, displayName = "Systeem", keys = new[] { Public(oldKey) } }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        Assert.Equal(
            organisation.ToString(), new JsonWebToken((await TokenAsync(clientId, oldKey, SecurityAlgorithms.RsaSha256)).Token).GetClaim("organisation").Value);
        Assert.Null((await TokenAsync(clientId, nextKey, SecurityAlgorithms.EcdsaSha256)).Token);

        Assert.Equal(
            HttpStatusCode.Created,
            (await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/clients/{clientId}/keys", Public(nextKey), Cancellation)).StatusCode);
        Assert.NotNull((await TokenAsync(clientId, oldKey, SecurityAlgorithms.RsaSha256)).Token);
        Assert.NotNull((await TokenAsync(clientId, nextKey, SecurityAlgorithms.EcdsaSha256)).Token);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await api.DeleteAsync($"/identity/v1/organisations/{organisation}/clients/{clientId}/keys/old", Cancellation)).StatusCode);

        Assert.Null((await TokenAsync(clientId, oldKey, SecurityAlgorithms.RsaSha256)).Token);
        Assert.NotNull((await TokenAsync(clientId, nextKey, SecurityAlgorithms.EcdsaSha256)).Token);
        var last = await api.DeleteAsync($"/identity/v1/organisations/{organisation}/clients/{clientId}/keys/next", Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, last.StatusCode);
        Assert.Equal(["next"], (await api.GetFromJsonAsync<ClientDetail>(registered.Headers.Location, Cancellation))!.Keys);
        Assert.Equal(
            ["next"],
            Assert.Single((await api.GetFromJsonAsync<List<ClientDetail>>($"/identity/v1/organisations/{organisation}/clients", Cancellation))!).Keys);
    }

    [Fact]
    public async Task The_last_key_of_a_client_stays_also_when_it_is_deactivated_and_is_replaced_by_another()
    {
        using var api = await identity.ApiAsync("beheerder");
        using var rsa = RSA.Create(2048);
        var (organisation, clientId) = (await identity.RegisterOrganisationAsync(), $"client-{Guid.NewGuid():N}");
        var path = $"/identity/v1/organisations/{organisation}/clients/{clientId}";
        await api.PostAsJsonAsync(
            $"/identity/v1/organisations/{organisation}/clients",
            new { clientId, displayName = "Systeem", keys = new[] { Public(new RsaSecurityKey(rsa) { KeyId = "k" }) } },
            Cancellation);
        await api.PostAsync($"{path}/deactivation", null, Cancellation);

        var last = await api.DeleteAsync($"{path}/keys/k", Cancellation);

        Assert.Equal(
            (HttpStatusCode.Conflict, "identity.last-key"),
            (last.StatusCode, JsonElement.Parse(await last.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString()));
        Assert.Equal(
            HttpStatusCode.Created, (await api.PostAsJsonAsync($"{path}/keys", Public(new RsaSecurityKey(rsa) { KeyId = "next" }), Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"{path}/keys/k", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"{path}/activation", null, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_deactivated_client_or_organisation_gets_no_token()
    {
        var api = await identity.ApiAsync("beheerder");
        var organisation = await identity.RegisterOrganisationAsync();
        using var rsa = RSA.Create(2048);
        var key = new RsaSecurityKey(rsa) { KeyId = "k" };
        var clientId = $"client-{Guid.NewGuid():N}";
        await api.PostAsJsonAsync(
            $"/identity/v1/organisations/{organisation}/clients", new { clientId, displayName = "Systeem", keys = new[] { Public(key) } }, Cancellation);

        foreach (var path in new[] { $"organisations/{organisation}/clients/{clientId}", $"organisations/{organisation}" })
        {
            Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"/identity/v1/{path}/deactivation", null, Cancellation)).StatusCode);
            Assert.Equal("unauthorized_client", (await TokenAsync(clientId, key, SecurityAlgorithms.RsaSha256)).Error);
            Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"/identity/v1/{path}/activation", null, Cancellation)).StatusCode);
            Assert.NotNull((await TokenAsync(clientId, key, SecurityAlgorithms.RsaSha256)).Token);
        }
    }

    [Fact]
    public async Task A_key_that_is_private_short_or_known_is_refused()
    {
        var api = await identity.ApiAsync("beheerder");
        var organisation = await identity.RegisterOrganisationAsync();
        using var short_ = RSA.Create(1024);
        using var rsa = RSA.Create(2048);
        var good = Public(new RsaSecurityKey(rsa) { KeyId = "good" });
        object[][] wrong =
        [
            [Public(new RsaSecurityKey(short_) { KeyId = "short" })],
            [new { kid = "private", kty = "RSA", n = good["n"], e = good["e"], d = good["n"] }],
            [good, good],
            [new { kid = "empty", kty = "RSA" }],
            [new { kid = "odd", kty = "EC", crv = "P-256", x = "%%%", y = "%%%" }],
            [],
        ];
        foreach (var keys in wrong)
        {
            var response = await api.PostAsJsonAsync(
                $"/identity/v1/organisations/{organisation}/clients",
                new { clientId = $"client-{Guid.NewGuid():N}", displayName = "Systeem", keys },
                Cancellation);
            Assert.InRange((int)response.StatusCode, 400, 409);
        }

        var client = new { clientId = $"client-{Guid.NewGuid():N}", displayName = "Systeem", keys = new[] { good } };
        Assert.Equal(
            HttpStatusCode.Created, (await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/clients", client, Cancellation)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Conflict, (await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/clients", client, Cancellation)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/clients/{client.clientId}/keys", good, Cancellation)).StatusCode);
        var other = await identity.RegisterOrganisationAsync();
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await api.PostAsJsonAsync($"/identity/v1/organisations/{other}/clients/{client.clientId}/keys", good, Cancellation)).StatusCode);
    }

    private static Dictionary<string, string> Public(AsymmetricSecurityKey key)
    {
        var jwk = JsonWebKeyConverter.ConvertFromSecurityKey(key);
        return key is RsaSecurityKey
            ? new() { ["kid"] = key.KeyId, ["kty"] = "RSA", ["n"] = jwk.N, ["e"] = jwk.E }
            : new() { ["kid"] = key.KeyId, ["kty"] = "EC", ["crv"] = jwk.Crv, ["x"] = jwk.X, ["y"] = jwk.Y };
    }

    private async Task<(string? Token, string? Error)> TokenAsync(string clientId, SecurityKey key, string algorithm)
    {
        var assertion = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = clientId,
            Audience = IdentityFixture.Issuer,
            Expires = DateTime.UtcNow.AddMinutes(1),
            Claims = new Dictionary<string, object> { ["sub"] = clientId, ["jti"] = Guid.NewGuid().ToString() },
            SigningCredentials = new(key, algorithm) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
        });
        using var response = await identity.Browser().PostAsync("/identity/connect/token", new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = assertion,
        });
        var answer = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return response.IsSuccessStatusCode ? (answer.GetProperty("access_token").GetString(), null) : (null, answer.GetProperty("error").GetString());
    }
}
