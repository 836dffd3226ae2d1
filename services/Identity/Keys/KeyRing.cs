using System.Security.Cryptography;
using System.Text.Json;
using Metropool.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Metropool.Identity.Keys;

/// <summary>
/// The keys of the token server, loaded from the database. It is empty until the database was available once; until then
/// nothing can be signed, and requests that need a key are answered with 503.
/// </summary>
internal sealed class KeyRing(KeyRotation rotation, IOptionsMonitorCache<OpenIddictServerOptions> cache, PlatformSettings settings, TimeProvider time)
    : IConfigureOptions<OpenIddictServerOptions>, IKeySetSource
{
    private volatile Keys? _keys;

    /// <summary>Signs and publishes with these keys from now on.</summary>
    /// <returns>False if nothing changes.</returns>
    public bool Use(IReadOnlyList<TokenKey> keys)
    {
        // The key in use comes first; a key that isn't in use yet is published after it.
        var now = time.GetUtcNow();
        var ordered = keys.OrderByDescending(key => key.UsedFrom <= now)
            .ThenByDescending(key => key.UsedFrom).ThenByDescending(key => key.KeyId, StringComparer.Ordinal).ToList();
        var order = string.Join(' ', ordered.Select(key => key.KeyId));
        if (_keys?.Order == order)
        {
            return false;
        }

        _keys = new Keys(
            [.. ordered.Where(key => key.Use == TokenKeyUse.Signing).Select(SigningKey)],
            [.. ordered.Where(key => key.Use == TokenKeyUse.Encryption).Select(key => new SymmetricSecurityKey(rotation.Unprotect(key)) { KeyId = key.KeyId })],
            order);

        // Cached options have no keys, or other keys, or are a cached exception.
        cache.Clear();
        return true;
    }

    public void Configure(OpenIddictServerOptions options)
    {
        var keys = _keys ?? throw new NotPreparedException();
        options.SigningCredentials.AddRange(keys.Signing.Select(key => new SigningCredentials(key, SecurityAlgorithms.RsaSha256)));
        options.EncryptionCredentials.AddRange(
            keys.Encryption.Select(key => new EncryptingCredentials(key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512)));
    }

    /// <summary>The public keys: Identity validates tokens for its own API with them, without an HTTP request to itself.</summary>
    public Task<KeySet> FetchAsync(CancellationToken cancellationToken)
    {
        var keys = _keys ?? throw new HttpRequestException("Identity's own keys are not loaded yet.");
        var published = keys.Signing.Select(key => key.Rsa.ExportParameters(false)).Zip(keys.Signing, (rsa, key) => new
        {
            kty = JsonWebAlgorithmsKeyTypes.RSA,
            use = "sig",
            alg = SecurityAlgorithms.RsaSha256,
            kid = key.KeyId,
            n = Base64UrlEncoder.Encode(rsa.Modulus),
            e = Base64UrlEncoder.Encode(rsa.Exponent),
        });
        return Task.FromResult(new KeySet(settings.Issuer.AbsoluteUri, JsonSerializer.Serialize(new { keys = published }), time.GetUtcNow()));
    }

    private RsaSecurityKey SigningKey(TokenKey key)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(rotation.Unprotect(key), out _);
        return new RsaSecurityKey(rsa) { KeyId = key.KeyId };
    }

    private sealed record Keys(IReadOnlyList<RsaSecurityKey> Signing, IReadOnlyList<SymmetricSecurityKey> Encryption, string Order);
}

/// <summary>There are no keys, because the database hasn't been available yet.</summary>
internal sealed class NotPreparedException() : Exception("Identity waits for its database.");
