using Metropool.Contracts.Identity;
using Metropool.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Identity.Accounts;

/// <summary>The account of a person. Its id is the person's in every service, and the <c>sub</c> of their tokens.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    public const int LongestName = 200;

    /// <summary>The display name of an erased person.</summary>
    public const string NameOfErased = "Verwijderd account";

    /// <summary>The display name: call name, prefix and surname.</summary>
    public required string DisplayName { get; set; }

    /// <summary>The call name; null for an account that was made with a display name only.</summary>
    public string? CallName { get; set; }

    /// <summary>Such as "van der".</summary>
    public string? Prefix { get; set; }

    public string? Surname { get; set; }

    /// <summary>The roles that the programme gave: staff, administrator. The contacts of organisations are in <c>contacts</c>.</summary>
    public List<string> Roles { get; set; } = [];

    /// <summary>Whether the person was ever staff: then the end of the appointment is published too.</summary>
    public bool EverStaff { get; set; }

    /// <summary>The version of the published state.</summary>
    public long Version { get; set; } = 1;

    /// <summary>When the account was made, in programme time, UTC.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When the published state last changed, in programme time, UTC.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The shared secret of the authenticator app, protected; null if there is none.</summary>
    public byte[]? TotpSecret { get; set; }

    /// <summary>The time step of the last code that was used. Codes of this step and earlier ones are rejected.</summary>
    public long? TotpLastStep { get; set; }

    /// <summary>When an administrator blocked the account, system time, UTC; null if it isn't blocked. No one can sign in with a blocked account.</summary>
    public DateTimeOffset? BlockedAt { get; set; }

    public bool IsStaff => Roles.Contains(Http.Roles.Staff);

    public bool IsAdministrator => Roles.Contains(Http.Roles.Administrator);

    /// <summary>Makes the account of a person with a confirmed e-mail address.</summary>
    public static Account Register(Guid personId, string userName, PersonName name, IEnumerable<string> roles, DateTimeOffset at)
    {
        var account = new Account
        {
            Id = personId,
            UserName = userName,
            Email = userName,
            EmailConfirmed = true,
            DisplayName = name.Display,
            CallName = name.CallName,
            Prefix = name.Prefix,
            Surname = name.Surname,
            Roles = [.. roles],
            RegisteredAt = at,
            ChangedAt = at,
        };
        account.EverStaff = account.IsStaff;
        return account;
    }

    /// <summary>The published state: the events for other services.</summary>
    public IEnumerable<object> State()
    {
        yield return new PersonChanged { PersonId = Id, Version = Version, OccurredAt = ChangedAt, DisplayName = DisplayName };
        if (EverStaff)
        {
            yield return new StaffChanged { PersonId = Id, Version = Version, OccurredAt = ChangedAt, DisplayName = DisplayName, Active = IsStaff };
        }
    }

    /// <summary>Adds or removes a role.</summary>
    /// <returns>False if nothing changes.</returns>
    public bool SetRole(string role, bool held, DateTimeOffset at)
    {
        if (Roles.Contains(role) == held)
        {
            return false;
        }

        Roles = held ? [.. Roles, role] : [.. Roles.Where(r => r != role)];
        EverStaff |= IsStaff;
        Changed(at);
        return true;
    }

    /// <returns>False if nothing changes.</returns>
    public bool Rename(PersonName name, DateTimeOffset at)
    {
        var changed = DisplayName != name.Display;
        (DisplayName, CallName, Prefix, Surname) = (name.Display, name.CallName, name.Prefix, name.Surname);
        if (changed)
        {
            Changed(at);
        }

        return changed;
    }

    /// <summary>Removes name and roles from the published state of an erased person.</summary>
    public void Anonymise(DateTimeOffset at)
    {
        (DisplayName, Roles) = (NameOfErased, []);
        Changed(at);
    }

    /// <summary>Invalidates every cookie, and rejects parallel changes that were based on the old state.</summary>
    public void SecurityChanged()
    {
        SecurityStamp = Guid.NewGuid().ToString();
        ConcurrencyStamp = Guid.NewGuid().ToString();
    }

    private void Changed(DateTimeOffset at)
    {
        Version++;
        ChangedAt = at;
        ConcurrencyStamp = Guid.NewGuid().ToString();
    }
}

/// <summary>A name: its Dutch parts, or only the display name.</summary>
internal sealed record PersonName(string Display, string? CallName = null, string? Prefix = null, string? Surname = null)
{
    /// <summary>The maximum length of each part, so that the display name fits.</summary>
    public const int LongestPart = 60;

    public static PersonName Of(string callName, string? prefix, string surname)
    {
        var (first, last) = (TextPolicy.NormalizeOrNull(callName) ?? "", TextPolicy.NormalizeOrNull(surname) ?? "");
        var between = TextPolicy.NormalizeOrNull(prefix);
        return new(string.Join(' ', new[] { first, between, last }.Where(part => part is not null)), first, between, last);
    }
}

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts");
        builder.Property(a => a.DisplayName).HasMaxLength(Account.LongestName);
        builder.Property(a => a.CallName).HasMaxLength(PersonName.LongestPart);
        builder.Property(a => a.Prefix).HasMaxLength(PersonName.LongestPart);
        builder.Property(a => a.Surname).HasMaxLength(PersonName.LongestPart);
        builder.HasIndex(a => a.NormalizedUserName).IsUnique().HasDatabaseName("ix_accounts_normalized_user_name");
        builder.HasIndex(a => a.NormalizedEmail).IsUnique().HasDatabaseName("ix_accounts_normalized_email");
    }
}
