using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Keys;

/// <summary>Makes the keys of the token server, replaces them before they expire, and deletes those that are no longer needed.</summary>
internal sealed class KeyRotation(IDataProtectionProvider protection, IdentitySettings settings, TimeProvider time)
{
    /// <summary>How long a new key is published before it is used. Services fetch the key set every hour, and at once for an unknown key.</summary>
    public static readonly TimeSpan PublishedAhead = TimeSpan.FromHours(2);

    /// <summary>How long a key stays published after the next one is in use: longer than any token or code is valid.</summary>
    public static readonly TimeSpan KeptAfter = TimeSpan.FromHours(24);
    private const int RsaKeySize = 2048;
    private readonly IDataProtector _protector = protection.CreateProtector("Metropool.Identity.TokenKeys");

    /// <summary>Adds and removes keys where that is due. The caller holds the lock of <see cref="KeyLock"/>, and commits.</summary>
    /// <returns>The valid keys, newest first.</returns>
    public async Task<List<TokenKey>> RotateAsync(IdentityDbContext db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var kept = new List<TokenKey>();
        foreach (var use in Enum.GetValues<TokenKeyUse>())
        {
            var keys = await db.TokenKeys.Where(key => key.Use == use && key.WithdrawnAt == null)
                .OrderByDescending(key => key.UsedFrom).ThenByDescending(key => key.KeyId).ToListAsync(cancellationToken);
            if (keys.Count == 0 || keys[0].UsedFrom > now && keys.Count == 1)
            {
                keys.Insert(keys.Count, Add(db, use, now));
            }
            else if (keys[0].UsedFrom + settings.TokenKeyLifetime - PublishedAhead <= now)
            {
                keys.Insert(0, Add(db, use, now + PublishedAhead));
            }

            // A key is in use until the next one is.
            for (var i = keys.Count - 1; i > 0; i--)
            {
                if (keys[i - 1].UsedFrom + KeptAfter < now)
                {
                    db.TokenKeys.Remove(keys[i]);
                    keys.RemoveAt(i);
                }
            }

            kept.AddRange(keys);
        }

        await db.TokenKeys.Where(key => key.WithdrawnAt < now - KeptAfter).ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return kept;
    }

    /// <summary>Replaces all keys early: with new ones that are published first, or at once if the old ones are compromised.</summary>
    public async Task ReplaceAsync(IdentityDbContext db, bool areCompromised, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (areCompromised)
        {
            await db.TokenKeys.Where(key => key.WithdrawnAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(key => key.WithdrawnAt, now), cancellationToken);
        }

        foreach (var use in Enum.GetValues<TokenKeyUse>())
        {
            Add(db, use, areCompromised ? now : now + PublishedAhead);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public byte[] Unprotect(TokenKey key) => _protector.Unprotect(key.ProtectedKey);

    private TokenKey Add(IdentityDbContext db, TokenKeyUse use, DateTimeOffset usedFrom)
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

        var key = new TokenKey
        {
            KeyId = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
            Use = use,
            ProtectedKey = _protector.Protect(secret),
            CreatedAt = time.GetUtcNow(),
            UsedFrom = usedFrom,
        };
        db.TokenKeys.Add(key);
        return key;
    }
}
