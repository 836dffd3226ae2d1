using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Identity.Tests;

/// <summary>
/// Keys of clients are JSON Web Keys as tools write them: what isn't known is ignored (RFC 7517, section 4), and no part of a private key is taken.
/// </summary>
public sealed class ClientKeyTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unknown_members_of_a_key_are_ignored()
    {
        using var rsa = RSA.Create(2048);
        using var api = await identity.ApiAsync("beheerder");
        var clients = await ClientsAsync();
        var clientId = $"client-{Guid.NewGuid():N}";

        using var registered = await api.PostAsJsonAsync(clients, Client(clientId, AsToolsWriteIt("first", rsa)), Cancellation);
        using var added = await api.PostAsJsonAsync($"{clients}/{clientId}/keys", AsToolsWriteIt("second", rsa), Cancellation);

        Assert.True(registered.StatusCode == HttpStatusCode.Created, await registered.Content.ReadAsStringAsync(Cancellation));
        Assert.True(added.StatusCode == HttpStatusCode.Created, await added.Content.ReadAsStringAsync(Cancellation));
        var assertions = new ClientAssertions(identity);
        var assertion = assertions.Make(issuer: clientId, key: new RsaSecurityKey(rsa) { KeyId = "second" });
        Assert.Equal(HttpStatusCode.OK, (await assertions.TokenAsync(assertion)).Status);
    }

    [Theory]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("q")]
    [InlineData("dp")]
    [InlineData("dq")]
    [InlineData("qi")]
    [InlineData("oth")]
    [InlineData("k")]
    public async Task Any_part_of_a_private_key_is_refused_and_not_repeated(string member)
    {
        using var rsa = RSA.Create(2048);
        using var api = await identity.ApiAsync("beheerder");
        var clients = await ClientsAsync();
        var secret = Guid.NewGuid().ToString("N");
        var key = AsToolsWriteIt("private", rsa);
        key[member] = member == "oth" ? new[] { secret } : secret;

        using var refused = await api.PostAsJsonAsync(clients, Client($"client-{Guid.NewGuid():N}", key), Cancellation);

        var text = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(($"keys[0].{member}", "not-allowed"), Fault(text));
        Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_a_key_a_property_that_is_not_known_is_refused_as_everywhere()
    {
        using var rsa = RSA.Create(2048);
        using var api = await identity.ApiAsync("beheerder");

        var client = Client($"client-{Guid.NewGuid():N}", AsToolsWriteIt("first", rsa));
        client["extra"] = 1;

        using var refused = await api.PostAsJsonAsync(await ClientsAsync(), client, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    private static (string?, string?) Fault(string problem)
    {
        var fault = Assert.Single(JsonElement.Parse(problem).GetProperty("errors").EnumerateArray());
        return (fault.GetProperty("where").GetString(), fault.GetProperty("code").GetString());
    }

    private async Task<string> ClientsAsync() => $"/identity/v1/organisations/{await identity.RegisterOrganisationAsync()}/clients";

    private static Dictionary<string, object> Client(string clientId, Dictionary<string, object> key) =>
        new() { ["clientId"] = clientId, ["displayName"] = "Zaaksysteem", ["keys"] = new[] { key } };

    // With what Web Crypto and certificate tools add.
    private static Dictionary<string, object> AsToolsWriteIt(string kid, RSA rsa)
    {
        var key = rsa.ExportParameters(false);
        return new()
        {
            ["kid"] = kid,
            ["kty"] = "RSA",
            ["n"] = Base64UrlEncoder.Encode(key.Modulus),
            ["e"] = Base64UrlEncoder.Encode(key.Exponent),
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["key_ops"] = new[] { "verify" },
            ["ext"] = true,
            ["x5t"] = "dGh1bWJwcmludA",
            ["x5t#S256"] = "dGh1bWJwcmludA",
            ["x5c"] = new[] { "MIIB" },
            ["x5u"] = "https://gemeente.example/key",
            ["nbf"] = 1,
            ["x-of-our-own"] = new { any = 1 },
        };
    }
}
