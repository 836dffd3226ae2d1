using Microsoft.EntityFrameworkCore;

namespace Metropool.Mail.Links;

/// <summary>A link that was mailed, and gives access once. The secret is only in the mail; its hash is stored.</summary>
public sealed class OneTimeLink
{
    /// <summary>SHA-256 of the secret, which has 256 bits.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>What the link is for: a permanent name that the service defines, at most 50 characters.</summary>
    public required string Purpose { get; init; }

    /// <summary>What it is about, such as a registration, a person or an invitation.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>The address that using the link confirms.</summary>
    public required string Email { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it expires, system time, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used, system time, UTC; null until then.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}

/// <summary>The table of one-time links.</summary>
public static class OneTimeLinkModel
{
    /// <summary>Adds the table to a service's model.</summary>
    public static void AddOneTimeLinks(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<OneTimeLink>(link =>
        {
            link.ToTable("one_time_links");
            link.HasKey(l => l.SecretHash);
            link.Property(l => l.Purpose).HasMaxLength(50);
            link.HasIndex(l => new { l.SubjectId, l.Purpose });
            link.HasIndex(l => l.ExpiresAt);
        });
    }
}
