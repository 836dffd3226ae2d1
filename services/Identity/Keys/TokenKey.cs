using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Identity.Keys;

/// <summary>
/// A key that signs tokens or encrypts authorization codes, shared by all replicas. A key is published before it is used,
/// used until the next one is, and published until everything that it signed has expired.
/// </summary>
internal sealed class TokenKey
{
    /// <summary>The <c>kid</c> in the header of tokens.</summary>
    public required string KeyId { get; init; }

    public required TokenKeyUse Use { get; init; }

    /// <summary>The key, protected by ASP.NET Core data protection: PKCS#8 of an RSA key, or the bytes of a symmetric one.</summary>
    public required byte[] ProtectedKey { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it is used, UTC. Until then it is only published, so that every service knows it by then.</summary>
    public required DateTimeOffset UsedFrom { get; init; }

    /// <summary>When it was withdrawn as compromised: it is neither used nor published any more.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
}

internal enum TokenKeyUse
{
    /// <summary>RSA, RS256: published in the key set.</summary>
    Signing,

    /// <summary>Symmetric: never leaves Identity.</summary>
    Encryption,
}

internal sealed class TokenKeyConfiguration : IEntityTypeConfiguration<TokenKey>
{
    public void Configure(EntityTypeBuilder<TokenKey> builder)
    {
        builder.ToTable("token_keys");
        builder.HasKey(k => k.KeyId);
    }
}
