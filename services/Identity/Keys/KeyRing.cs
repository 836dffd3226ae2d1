using System.Security.Cryptography;
using System.Text.Json;
using Metropool.Http;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Metropool.Identity.Keys;

/// <summary>
/// The keys of the token server, from the database. It is empty until the database has answered; until then
/// nothing can be signed, and every request that needs it is answered with 503.
/// </summary>
internal sealed class KeyRing(IDataProtectionProvider protection, IOptionsMonitorCache<OpenIddictServerOptions> cache, PlatformSettings settings, TimeProvider time)
    : IConfigureOptions<OpenIddictServerOptions>, IKeySetSource
{
    private const int RsaKeySize = 2048;
    private readonly IDataProtector _protector = protection.CreateProtector("Metropool.Identity.TokenKeys");
    private volatile Keys? _keys;

    /// <summary>Reads the keys from the database, and makes those that are missing. The caller holds the lock that lets one replica make them, commits, and then calls <see cref="Use"/>.</summary>
    public async Task<IReadOnlyList<TokenKey>> ReadAsync(IdentityDbContext db, CancellationToken cancellationToken)
    {
        var kept = await db.TokenKeys.OrderByDescending(key => key.CreatedAt).ToListAsync(cancellationToken);
        foreach (var use in Enum.GetValues<TokenKeyUse>().Where(use => kept.TrueForAll(key => key.Use != use)))
        {
            var made = Make(use);
            db.TokenKeys.Add(made);
            kept.Add(made);
        }

        await db.SaveChangesAsync(cancellationToken);
        return kept;
    }

    /// <summary>Signs and publishes with these from now on.</summary>
    public void Use(IReadOnlyList<TokenKey> keys)
    {
        _keys = new Keys(
            [.. keys.Where(key => key.Use == TokenKeyUse.Signing).Select(SigningKey)],
            [.. keys.Where(key => key.Use == TokenKeyUse.Encryption).Select(key => new SymmetricSecurityKey(_protector.Unprotect(key.ProtectedKey)) { KeyId = key.KeyId })]);
        // Options that were asked for before are those of a server without keys, or a remembered failure.
        cache.Clear();
    }

    public void Configure(OpenIddictServerOptions options)
    {
        var keys = _keys ?? throw new NotPreparedException();
        options.SigningCredentials.AddRange(keys.Signing.Select(key => new SigningCredentials(key, SecurityAlgorithms.RsaSha256)));
        options.EncryptionCredentials.AddRange(keys.Encryption.Select(key => new EncryptingCredentials(key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512)));
    }

    /// <summary>The public halves: Identity checks tokens for its own API with them, without asking itself over HTTP.</summary>
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
        rsa.ImportPkcs8PrivateKey(_protector.Unprotect(key.ProtectedKey), out _);
        return new RsaSecurityKey(rsa) { KeyId = key.KeyId };
    }

    private TokenKey Make(TokenKeyUse use)
    {
        byte[] secret;
        if (use == TokenKeyUse.Signing)
        {
            using var rsa = RSA.Create(RsaKeySize);
            secret = rsa.ExportPkcs8PrivateKey();
        }
        else
        {
            secret = RandomNumberGenerator.GetBytes(32);
        }

        return new TokenKey { KeyId = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), Use = use, ProtectedKey = _protector.Protect(secret), CreatedAt = time.GetUtcNow() };
    }

    private sealed record Keys(IReadOnlyList<RsaSecurityKey> Signing, IReadOnlyList<SymmetricSecurityKey> Encryption);
}

/// <summary>The database has not answered yet, so that there are no keys.</summary>
internal sealed class NotPreparedException() : Exception("Identity waits for its database.");
