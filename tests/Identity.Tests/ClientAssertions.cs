using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Metropool.Identity.Development;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Identity.Tests;

/// <summary>Assertions with which a municipality's client authenticates, valid ones and invalid ones.</summary>
internal sealed class ClientAssertions(IdentityFixture identity)
{
    public DemoClient Client => identity.Demo.Clients.Single(client => client.ClientId == "demogemeente-noord");

    public static JsonWebKey KeyOf(DemoClient client) => new(JsonSerializer.Serialize(client.PrivateKey));

    /// <summary>An assertion; what isn't given is valid.</summary>
    public string Make(
        string? type = "JWT",
        SecurityKey? key = null,
        string? audience = IdentityFixture.Issuer,
        TimeSpan? expiresIn = null,
        TimeSpan? notBefore = null,
        string? id = null,
        string? issuer = null,
        string? subject = null,
        string[]? without = null,
        TimeSpan? issuedAt = null,
        string? critical = null)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = issuer ?? Client.ClientId,
            ["sub"] = subject ?? issuer ?? Client.ClientId,
            ["aud"] = audience,
            ["jti"] = id ?? Guid.NewGuid().ToString(),
            ["iat"] = (now + (issuedAt ?? TimeSpan.FromHours(-1))).ToUnixTimeSeconds(),
            ["nbf"] = (now + (notBefore ?? TimeSpan.FromHours(-1))).ToUnixTimeSeconds(),
            ["exp"] = (now + (expiresIn ?? TimeSpan.FromMinutes(1))).ToUnixTimeSeconds(),
        };
        foreach (var name in without ?? [])
        {
            claims.Remove(name);
        }

        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Claims = claims.Where(claim => claim.Value is not null).ToDictionary(claim => claim.Key, claim => claim.Value!),
            AdditionalHeaderClaims = critical is null ? null : new Dictionary<string, object> { ["crit"] = new[] { critical }, [critical] = true },
            SigningCredentials = new(key ?? KeyOf(Client), SecurityAlgorithms.RsaSha256),
        });
        return type is null ? WithoutType(token, (key ?? KeyOf(Client)) as JsonWebKey) : token;
    }

    /// <summary>The client's own key, under another name.</summary>
    public JsonWebKey KeyUnder(string kid)
    {
        var key = KeyOf(Client);
        key.Kid = kid;
        return key;
    }

    /// <summary>An unsigned assertion.</summary>
    public string Unsigned()
    {
        var parts = Make().Split('.');
        return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.";
    }

    /// <summary>A valid assertion, in which the jti was changed after it was signed.</summary>
    public string Altered()
    {
        var parts = Make().Split('.');
        var altered = Base64UrlEncoder.Decode(parts[1]).Replace("\"jti\":\"", "\"jti\":\"x", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(altered)}.{parts[2]}";
    }

    public static Dictionary<string, string> Form(string assertion) => new()
    {
        ["grant_type"] = "client_credentials",
        ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ["client_assertion"] = assertion,
    };

    public async Task<(HttpStatusCode Status, JsonElement Answer)> TokenAsync(string assertion, string? scope = null)
    {
        var form = Form(assertion);
        if (scope is not null)
        {
            form["scope"] = scope;
        }

        using var response = await identity.Browser().PostAsync("/identity/connect/token", form);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    // The library always writes a type.
    private static string WithoutType(string token, JsonWebKey? key)
    {
        var signed = $"{Base64UrlEncoder.Encode($$"""{"alg":"RS256","kid":"{{key!.Kid}}"}""")}.{token.Split('.')[1]}";
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
        return $"{signed}.{Base64UrlEncoder.Encode(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }
}
