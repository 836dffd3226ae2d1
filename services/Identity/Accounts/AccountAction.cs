using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Identity.Accounts;

/// <summary>
/// An action of an administrator or operator on an account. A trigger in the database allows no change of a row, except that an erasure removes the person
/// and the reason.
/// </summary>
internal sealed class AccountAction
{
    public const int LongestReason = 500;

    public required Guid ActionId { get; init; }

    public required Guid PersonId { get; init; }

    public required AccountActionKind Kind { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The administrator; null for a command of an operator.</summary>
    public Guid? By { get; init; }

    public string? Reason { get; init; }
}

/// <summary>The kinds of actions on an account.</summary>
internal enum AccountActionKind
{
    /// <summary>The counters of wrong passwords and codes were reset.</summary>
    Unlocked,

    /// <summary>All sessions were ended.</summary>
    SignedOut,

    /// <summary>Authenticator app, recovery codes and passkeys were removed because they were lost.</summary>
    SecondFactorsRemoved,

    /// <summary>The account was blocked: no one can sign in with it.</summary>
    Blocked,

    /// <summary>The account was unblocked.</summary>
    Unblocked,
}

internal sealed class AccountActionConfiguration : IEntityTypeConfiguration<AccountAction>
{
    public void Configure(EntityTypeBuilder<AccountAction> builder)
    {
        builder.ToTable("account_actions");
        builder.HasKey(a => a.ActionId);
        builder.Property(a => a.Kind).HasConversion<string>().HasMaxLength(50);
        builder.Property(a => a.Reason).HasMaxLength(AccountAction.LongestReason);
        builder.HasIndex(a => new { a.PersonId, a.At });
    }
}
