namespace Metropool.Mail.Links;

/// <summary>A link that was mailed to somebody and gives access once. The secret in it is nowhere but in the mail: here is its hash.</summary>
public sealed class MailedLink
{
    /// <summary>SHA-256 of the secret, which has 256 bits.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>What it is for: a permanent name of the service's own, at most 50 characters.</summary>
    public required string Purpose { get; init; }

    /// <summary>What it is about, such as a registration, a person or an invitation.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>The address that it proves.</summary>
    public required string Email { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends, system time, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used, system time, UTC; null while it wasn't.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}
