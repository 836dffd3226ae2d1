namespace Metropool.Identity.Links;

/// <summary>A link that was mailed to somebody and gives access once. The secret in it is nowhere but in the mail: here is its hash.</summary>
internal sealed class MailedLink
{
    /// <summary>SHA-256 of the secret, which has 256 bits.</summary>
    public required byte[] SecretHash { get; init; }

    public required LinkPurpose Purpose { get; init; }

    /// <summary>The registration, person or invitation.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>The address that it proves.</summary>
    public required string Email { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; init; }
}

internal enum LinkPurpose
{
    /// <summary>Of a registration: the address is theirs.</summary>
    Registration,

    /// <summary>Of a person: a new password.</summary>
    PasswordReset,

    /// <summary>Of a person: the new address is theirs.</summary>
    EmailChange,

    /// <summary>Of an invitation.</summary>
    Invitation,
}
