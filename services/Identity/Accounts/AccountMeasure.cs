namespace Metropool.Identity.Accounts;

/// <summary>What was done for, or against, the account of another. Rows are added and never changed, but for the names of who has no account any more: a trigger of the database sees to it.</summary>
internal sealed class AccountMeasure
{
    public const int LongestReason = 500;

    public required Guid MeasureId { get; init; }

    public required Guid PersonId { get; init; }

    public required MeasureKind Kind { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The administrator; null: operations, with a command.</summary>
    public Guid? By { get; init; }

    public string? Reason { get; init; }
}

/// <summary>What is done to an account.</summary>
internal enum MeasureKind
{
    /// <summary>Wrong passwords and codes were forgotten, so that signing in is possible again from everywhere.</summary>
    Unlocked,

    /// <summary>Signed out everywhere.</summary>
    SignedOut,

    /// <summary>App, recovery codes and passkeys were taken away, because they were lost.</summary>
    SecondFactorsRemoved,

    /// <summary>Nobody signs in with it.</summary>
    Blocked,

    /// <summary>Signing in is possible again.</summary>
    Unblocked,
}
