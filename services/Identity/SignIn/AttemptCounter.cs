namespace Metropool.Identity.SignIn;

/// <summary>
/// Counts wrong passwords or codes. Keys are hashes, so that the table shows neither accounts nor origins.
/// A counter is forgotten a day after it last counted.
/// </summary>
internal sealed class AttemptCounter
{
    /// <summary>A hash of the account, the scope and the device or origin.</summary>
    public required Guid CounterKey { get; init; }

    /// <summary>A hash of the address that was typed, whether it has an account or not.</summary>
    public required Guid AccountKey { get; init; }

    public required AttemptScope Scope { get; init; }

    /// <summary>Wrong ones, and those that are being checked at this moment.</summary>
    public required int Attempts { get; init; }

    /// <summary>After how many attempts the counter closes; again after as many more.</summary>
    public required int AttemptLimit { get; init; }

    /// <summary>System time, UTC; null where it isn't closed.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    public required DateTimeOffset CountedAt { get; init; }

    /// <summary>When the owner was last notified.</summary>
    public DateTimeOffset? NotifiedAt { get; init; }
}

/// <summary>What is counted together. Permanent: rows in the database name it.</summary>
internal enum AttemptScope
{
    /// <summary>One account on one device that signed in before.</summary>
    Device,

    /// <summary>Passwords for one account from one address, on devices that didn't sign in before.</summary>
    Origin,

    /// <summary>The same from one network.</summary>
    Network,

    /// <summary>The same from everywhere.</summary>
    Account,

    /// <summary>Codes of the second step for one account, from everywhere, on devices that didn't sign in before.</summary>
    Code,
}
