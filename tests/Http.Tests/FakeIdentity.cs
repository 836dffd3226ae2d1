using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Http.Tests;

/// <summary>An issuer with real keys, that can be away and that can change its key.</summary>
public sealed class FakeIdentity : IKeySetSource, IDisposable
{
    public const string Issuer = "http://localhost:8080/identity";
    private RSA _key = RSA.Create(2048);
    private string _kid = "1";
    private int _asked;

    public bool IsAway { get; set; }

    /// <summary>What it does before it answers.</summary>
    public Func<Task> BeforeAnswering { get; set; } = () => Task.CompletedTask;

    public int Asked => _asked;

    public void ChangeKey() => (_key, _kid) = (RSA.Create(2048), _kid + "1");

    public async Task<KeySet> FetchAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        await BeforeAnswering().WaitAsync(cancellationToken);
        if (IsAway)
        {
            throw new HttpRequestException("Connection refused");
        }

        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.ExportParameters(false)) { KeyId = _kid });
        var keys = JsonSerializer.Serialize(new { keys = new[] { new { kty = key.Kty, kid = _kid, use = "sig", alg = "RS256", n = key.N, e = key.E } } });
        return new KeySet(Issuer, keys, DateTimeOffset.UtcNow);
    }

    public string Token(
        Guid person,
        string audience = "sample",
        string issuer = Issuer,
        string type = "at+jwt",
        TimeSpan? expiresIn = null,
        string[]? roles = null,
        Guid? organisation = null) =>
        Token(
            new Dictionary<string, object> { ["sub"] = person.ToString(), ["role"] = roles ?? [], ["organisation"] = organisation?.ToString() ?? "" },
            audience,
            issuer,
            type,
            expiresIn);

    /// <summary>A token of an organisation's client.</summary>
    public string ClientToken(string client, string audience = "sample") =>
        Token(new Dictionary<string, object> { ["sub"] = client, ["client_id"] = client }, audience, Issuer, "at+jwt", expiresIn: null);

    public void Dispose() => _key.Dispose();

    private string Token(Dictionary<string, object> claims, string audience, string issuer, string type, TimeSpan? expiresIn)
    {
        var expires = DateTime.UtcNow + (expiresIn ?? TimeSpan.FromMinutes(15));
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            TokenType = type,
            IssuedAt = expires.AddMinutes(-15),
            NotBefore = expires.AddMinutes(-15),
            Expires = expires,
            Claims = claims,
            SigningCredentials = new(new RsaSecurityKey(_key) { KeyId = _kid }, SecurityAlgorithms.RsaSha256),
        });
    }
}
