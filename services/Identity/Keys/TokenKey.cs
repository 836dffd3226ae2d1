namespace Metropool.Identity.Keys;

/// <summary>
/// A key that tokens are signed with, or that authorization codes are encrypted with. All replicas use the same ones. A key is published before it is used,
/// used until the next one is, and published until nothing that it signed is valid any more.
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

    /// <summary>From when it is used; UTC. Until then it is published alone, so that every service knows it by then.</summary>
    public required DateTimeOffset UsedFrom { get; init; }

    /// <summary>When it was withdrawn because somebody else may have it: from then on it is neither used nor published.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
}

internal enum TokenKeyUse
{
    /// <summary>RSA, RS256: published in the key set.</summary>
    Signing,

    /// <summary>Symmetric: never leaves Identity.</summary>
    Encryption,
}
