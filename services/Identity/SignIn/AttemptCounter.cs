using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Identity.SignIn;

/// <summary>
/// Counts wrong passwords or codes. Keys are hashes, so that the table shows neither accounts nor origins.
/// A counter is deleted a day after it last counted.
/// </summary>
internal sealed class AttemptCounter
{
    /// <summary>A hash of the account, the scope and the device or origin.</summary>
    public required Guid CounterKey { get; init; }

    /// <summary>A hash of the e-mail address that was entered, with or without an account.</summary>
    public required Guid AccountKey { get; init; }

    public required AttemptScope Scope { get; init; }

    /// <summary>The number of wrong attempts, and of those that are being checked.</summary>
    public required int Attempts { get; init; }

    /// <summary>The counter locks each time its attempts reach a multiple of this number.</summary>
    public required int AttemptLimit { get; init; }

    /// <summary>Until when it is locked, system time, UTC; null if it isn't.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    public required DateTimeOffset CountedAt { get; init; }

    /// <summary>When the owner was last notified.</summary>
    public DateTimeOffset? NotifiedAt { get; init; }
}

/// <summary>What a counter counts together. Permanent: rows in the database name it.</summary>
internal enum AttemptScope
{
    /// <summary>Attempts at one account on one known device.</summary>
    Device,

    /// <summary>Passwords of one account from one address, on unknown devices.</summary>
    Origin,

    /// <summary>The same from one network.</summary>
    Network,

    /// <summary>The same from everywhere.</summary>
    Account,

    /// <summary>Codes of the second factor of one account from everywhere, on unknown devices.</summary>
    Code,
}

internal sealed class AttemptCounterConfiguration : IEntityTypeConfiguration<AttemptCounter>
{
    public void Configure(EntityTypeBuilder<AttemptCounter> builder)
    {
        builder.ToTable("attempt_counters");
        builder.HasKey(c => c.CounterKey);
        builder.Property(c => c.CounterKey).ValueGeneratedNever();
        builder.Property(c => c.Scope).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(c => c.AccountKey);
        builder.HasIndex(c => c.CountedAt);
    }
}
