using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Metropool.Contracts.Identity;
using Metropool.Identity.Accounts;
using Metropool.Identity.Clients;
using Metropool.Identity.Organisations;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Identity.Tests;

/// <summary>Municipalities with the people and the systems that speak for them.</summary>
public sealed class OrganisationTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_reaches_every_service_and_one_that_was_not_seen_is_not_overwritten()
    {
        var api = await identity.ApiAsync("beheerder");
        var organisation = await NewAsync(api);
        using var read = await api.GetAsync($"/identity/v1/organisations/{organisation}", Cancellation);
        var version = read.Headers.ETag!.Tag;
        var name = $"Demogemeente {Guid.NewGuid():N}";

        var changed = await PutAsync(api, organisation, version, new { name, oin = "00000099234567890000", kvkNumber = "87654321" });
        var late = await PutAsync(api, organisation, version, new { name = name + " B" });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (changed.StatusCode, late.StatusCode));
        var told = await identity.Events.PublishedAsync<OrganisationRegistered>(e => e.OrganisationId == organisation && e.Version == 2);
        Assert.Equal((name, "00000099234567890000", "87654321", true), (told.Name, told.Oin, told.KvkNumber, told.Active));
    }

    [Fact]
    public async Task One_that_gets_another_name_while_somebody_reads_the_list_comes_once()
    {
        var api = await identity.ApiAsync("beheerder");
        var mine = new[] { await NewAsync(api), await NewAsync(api) };
        var read = new List<Guid>();
        string? next = "/identity/v1/organisations?limit=1";
        while (next is not null)
        {
            var part = (await api.GetFromJsonAsync<JsonElement>(next, Cancellation))!;
            var shown = part.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("organisationId").GetGuid()).ToList();
            if (shown.Find(organisation => mine.Contains(organisation) && !read.Contains(organisation)) is var changed && changed != Guid.Empty)
            {
                Assert.Equal(HttpStatusCode.OK, (await PutAsync(api, changed, "*", new { name = $"Zuiderlijke demogemeente {Guid.NewGuid():N}" })).StatusCode);
            }

            read.AddRange(shown);
            next = part.GetProperty("next").GetString();
        }

        Assert.All(mine, organisation => Assert.Single(read, organisation));
    }

    [Theory]
    [InlineData("1234", null)]
    [InlineData(null, "1234567a")]
    [InlineData("0000000123456789000x", null)]
    [InlineData("00000001123456789000", null)]
    [InlineData("00000012123456782000", null)]
    [InlineData("00000003123456789000", null)]
    [InlineData("00000099123456789001", null)]
    [InlineData(null, "00000000")]
    public async Task A_number_that_is_none_is_refused(string? oin, string? kvkNumber)
    {
        var response = await (await identity.ApiAsync("beheerder")).PostAsJsonAsync("/identity/v1/organisations", new { name = $"Demogemeente {Guid.NewGuid():N}", oin, kvkNumber }, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("Demogemeente Zoe\u0308 {0}")]
    [InlineData("DEMOGEMEENTE zoë {0}")]
    [InlineData("Ｄｅｍｏgemeente Zoë {0}")]
    [InlineData("Demo\u00ADgemeente\u200B Zoë {0}")]
    [InlineData("Demogemeente  Zoë\u00A0{0}")]
    public async Task An_organisation_is_known_by_its_name_however_it_is_typed(string other)
    {
        var (api, number) = (await identity.ApiAsync("beheerder"), Guid.NewGuid().ToString("N"));
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsJsonAsync("/identity/v1/organisations", new { name = $"Demogemeente Zoë {number}" }, Cancellation)).StatusCode);

        using var second = await api.PostAsJsonAsync("/identity/v1/organisations", new { name = string.Format(System.Globalization.CultureInfo.InvariantCulture, other, number) }, Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("identity.organisation-known", await second.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Demogemeente https://example.com")]
    [InlineData("Demogemeente www.example.com")]
    [InlineData("Demogemeente a@example.com")]
    [InlineData("Demogemeente\nen meer")]
    [InlineData("\u200B")]
    public async Task A_name_of_an_organisation_is_visible_and_carries_no_address(string name)
    {
        using var response = await (await identity.ApiAsync("beheerder")).PostAsJsonAsync("/identity/v1/organisations", new { name }, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Somebody_speaks_for_several_organisations_and_says_for_which_a_token_is()
    {
        var api = await identity.ApiAsync("beheerder");
        var (email, personId) = await identity.RegisteredAsync();
        var (first, second, other) = (await NewAsync(api), await NewAsync(api), await NewAsync(api));
        foreach (var organisation in new[] { first, second })
        {
            Assert.Equal(HttpStatusCode.Created, (await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/contacts", new { email }, Cancellation)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsJsonAsync($"/identity/v1/organisations/{first}/contacts", new { email }, Cancellation)).StatusCode);
        Assert.Equal(personId, Assert.Single((await api.GetFromJsonAsync<List<ContactView>>($"/identity/v1/organisations/{first}/contacts", Cancellation))!).PersonId);
        var browser = identity.Browser();
        var token = new JsonWebToken((await browser.SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken);
        Assert.Equal(("employer-contact", first.ToString()), (token.GetClaim("role").Value, token.GetClaim("organisation").Value));
        using var answer = await browser.ExchangeAsync(Browser.CodeOf(await browser.GetAsync(browser.AuthorizePath(extra: $"&organisation={second}"))), browser.Verifier);
        var chosen = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).GetProperty("access_token").GetString()!;
        Assert.Equal(second.ToString(), new JsonWebToken(chosen).GetClaim("organisation").Value);
        foreach (var wrong in new[] { other.ToString(), "nonsense" })
        {
            Assert.Contains("error=access_denied", (await browser.GetAsync(browser.AuthorizePath(extra: $"&organisation={wrong}"))).Headers.Location!.Query, StringComparison.Ordinal);
        }

        using var theirs = await identity.ApiAsync(null);
        theirs.DefaultRequestHeaders.Authorization = new("Bearer", chosen);
        var me = await theirs.GetFromJsonAsync<Me>("/identity/v1/me", Cancellation);
        Assert.Equal((second, 2), (me!.Organisation!.OrganisationId, me.Organisations.Count));
    }

    [Fact]
    public async Task A_small_municipality_has_a_person_who_is_invited()
    {
        var api = await identity.ApiAsync("beheerder");
        var organisation = await NewAsync(api);
        var email = $"{Guid.NewGuid():N}@demo.metropool.example";
        await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/contacts", new { email }, Cancellation);

        await identity.Browser().FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/invitation"), ("CallName", "Contact"), ("Surname", "Persoon"), ("Password", IdentityFixture.Password));

        var token = new JsonWebToken((await identity.Browser().SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken);
        Assert.Equal(("employer-contact", organisation.ToString()), (token.GetClaim("role").Value, token.GetClaim("organisation").Value));
    }

    [Fact]
    public async Task A_contact_who_is_dismissed_and_one_of_a_deactivated_organisation_no_longer_speak_for_it()
    {
        var api = await identity.ApiAsync("beheerder");
        var (email, personId) = await identity.RegisteredAsync();
        var (first, second) = (await NewAsync(api), await NewAsync(api));
        await api.PostAsJsonAsync($"/identity/v1/organisations/{first}/contacts", new { email }, Cancellation);
        await api.PostAsJsonAsync($"/identity/v1/organisations/{second}/contacts", new { email }, Cancellation);
        var browser = identity.Browser();
        await browser.SignInForCodeAsync(email, IdentityFixture.Password);
        var code = Browser.CodeOf(await browser.GetAsync(browser.AuthorizePath(extra: $"&organisation={second}")));

        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"/identity/v1/organisations/{second}/deactivation", null, Cancellation)).StatusCode);

        // The code was given before.
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.ExchangeAsync(code, browser.Verifier)).StatusCode);
        await identity.Events.PublishedAsync<OrganisationRegistered>(e => e.OrganisationId == second && !e.Active);
        Assert.Equal(first.ToString(), new JsonWebToken((await browser.SignInForTokenAgainAsync()).AccessToken).GetClaim("organisation").Value);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"/identity/v1/organisations/{first}/contacts/{personId}", Cancellation)).StatusCode);
        Assert.DoesNotContain(new JsonWebToken((await browser.SignInForTokenAgainAsync()).AccessToken).Claims, claim => claim.Type is "role" or "organisation");
        Assert.Equal(HttpStatusCode.NotFound, (await api.DeleteAsync($"/identity/v1/organisations/{first}/contacts/{personId}", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_client_replaces_its_key_without_a_gap()
    {
        var api = await identity.ApiAsync("beheerder");
        var organisation = await NewAsync(api);
        using var old = RSA.Create(2048);
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (oldKey, nextKey) = (new RsaSecurityKey(old) { KeyId = "old" }, new ECDsaSecurityKey(next) { KeyId = "next" });
        var clientId = $"client-{Guid.NewGuid():N}";
        var registered = await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/clients", new { clientId, displayName = "Systeem", keys = new[] { Public(oldKey) } }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        Assert.Equal(organisation.ToString(), new JsonWebToken((await TokenAsync(clientId, oldKey, SecurityAlgorithms.RsaSha256)).Token).GetClaim("organisation").Value);
        Assert.Null((await TokenAsync(clientId, nextKey, SecurityAlgorithms.EcdsaSha256)).Token);

        Assert.Equal(HttpStatusCode.Created, (await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/clients/{clientId}/keys", Public(nextKey), Cancellation)).StatusCode);
        Assert.NotNull((await TokenAsync(clientId, oldKey, SecurityAlgorithms.RsaSha256)).Token);
        Assert.NotNull((await TokenAsync(clientId, nextKey, SecurityAlgorithms.EcdsaSha256)).Token);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"/identity/v1/organisations/{organisation}/clients/{clientId}/keys/old", Cancellation)).StatusCode);

        Assert.Null((await TokenAsync(clientId, oldKey, SecurityAlgorithms.RsaSha256)).Token);
        Assert.NotNull((await TokenAsync(clientId, nextKey, SecurityAlgorithms.EcdsaSha256)).Token);
        var last = await api.DeleteAsync($"/identity/v1/organisations/{organisation}/clients/{clientId}/keys/next", Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, last.StatusCode);
        Assert.Equal(["next"], (await api.GetFromJsonAsync<ClientView>(registered.Headers.Location, Cancellation))!.Keys);
        Assert.Equal(["next"], Assert.Single((await api.GetFromJsonAsync<List<ClientView>>($"/identity/v1/organisations/{organisation}/clients", Cancellation))!).Keys);
    }

    [Fact]
    public async Task The_last_key_of_a_client_stays_also_when_it_is_deactivated_and_is_replaced_by_another()
    {
        using var api = await identity.ApiAsync("beheerder");
        using var rsa = RSA.Create(2048);
        var (organisation, clientId) = (await NewAsync(api), $"client-{Guid.NewGuid():N}");
        var path = $"/identity/v1/organisations/{organisation}/clients/{clientId}";
        await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/clients", new { clientId, displayName = "Systeem", keys = new[] { Public(new RsaSecurityKey(rsa) { KeyId = "k" }) } }, Cancellation);
        await api.PostAsync($"{path}/deactivation", null, Cancellation);

        var last = await api.DeleteAsync($"{path}/keys/k", Cancellation);

        Assert.Equal((HttpStatusCode.Conflict, "identity.last-key"), (last.StatusCode, JsonElement.Parse(await last.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsJsonAsync($"{path}/keys", Public(new RsaSecurityKey(rsa) { KeyId = "next" }), Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"{path}/keys/k", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"{path}/activation", null, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Nobody_becomes_contact_of_a_deactivated_organisation()
    {
        using var api = await identity.ApiAsync("beheerder");
        var organisation = await NewAsync(api);
        await api.PostAsync($"/identity/v1/organisations/{organisation}/deactivation", null, Cancellation);

        var response = await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/contacts", new { email = "iemand@demo.metropool.example" }, Cancellation);

        Assert.Equal((HttpStatusCode.Conflict, "identity.organisation-inactive"), (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_deactivated_client_or_organisation_gets_no_token()
    {
        var api = await identity.ApiAsync("beheerder");
        var organisation = await NewAsync(api);
        using var rsa = RSA.Create(2048);
        var key = new RsaSecurityKey(rsa) { KeyId = "k" };
        var clientId = $"client-{Guid.NewGuid():N}";
        await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/clients", new { clientId, displayName = "Systeem", keys = new[] { Public(key) } }, Cancellation);

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
        var organisation = await NewAsync(api);
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
            var response = await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/clients", new { clientId = $"client-{Guid.NewGuid():N}", displayName = "Systeem", keys }, Cancellation);
            Assert.InRange((int)response.StatusCode, 400, 409);
        }

        var client = new { clientId = $"client-{Guid.NewGuid():N}", displayName = "Systeem", keys = new[] { good } };
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/clients", client, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/clients", client, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/clients/{client.clientId}/keys", good, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsJsonAsync($"/identity/v1/organisations/{await NewAsync(api)}/clients/{client.clientId}/keys", good, Cancellation)).StatusCode);
    }

    private static Dictionary<string, string> Public(AsymmetricSecurityKey key)
    {
        var jwk = JsonWebKeyConverter.ConvertFromSecurityKey(key);
        return key is RsaSecurityKey
            ? new() { ["kid"] = key.KeyId, ["kty"] = "RSA", ["n"] = jwk.N, ["e"] = jwk.E }
            : new() { ["kid"] = key.KeyId, ["kty"] = "EC", ["crv"] = jwk.Crv, ["x"] = jwk.X, ["y"] = jwk.Y };
    }

    private static async Task<Guid> NewAsync(HttpClient api)
    {
        var response = await api.PostAsJsonAsync("/identity/v1/organisations", new { name = $"Demogemeente {Guid.NewGuid():N}" }, Cancellation);
        return (await response.Content.ReadFromJsonAsync<OrganisationView>(Cancellation))!.OrganisationId;
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient api, Guid organisationId, string version, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/identity/v1/organisations/{organisationId}") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", version);
        return api.SendAsync(request, Cancellation);
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
