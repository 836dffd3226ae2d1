using Metropool.Contracts.Identity;
using Metropool.Http;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.Accounts;

/// <summary>A person with an account. The id is the person's in every service, and the <c>sub</c> of their tokens.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    public const int LongestName = 200;

    /// <summary>The name that stands in the place of one that was erased.</summary>
    public const string NameOfErased = "Verwijderd account";

    /// <summary>The name as it is shown: call name, prefix and surname.</summary>
    public required string DisplayName { get; set; }

    /// <summary>The parts of the name; none for an account that was made with a whole name.</summary>
    public string? CallName { get; set; }

    /// <summary>Such as "van der".</summary>
    public string? Prefix { get; set; }

    public string? Surname { get; set; }

    /// <summary>What the programme appointed the person as: staff, administrator. That they speak for an employer is said by <c>contacts</c>.</summary>
    public List<string> Roles { get; set; } = [];

    /// <summary>Was staff at some time: other services are told of the end too.</summary>
    public bool EverStaff { get; set; }

    /// <summary>Rises with every change that other services see.</summary>
    public long Version { get; set; } = 1;

    /// <summary>When the account was made, in programme time, UTC.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When the person's public state last changed, in programme time, UTC.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The shared secret of the authenticator app, protected; null where there is none.</summary>
    public byte[]? TotpSecret { get; set; }

    /// <summary>The time step of the last code that was used: it and those before it are not taken again.</summary>
    public long? TotpLastStep { get; set; }

    /// <summary>When an administrator blocked the account, system time, UTC; null where none did. Nobody signs in with it in any way.</summary>
    public DateTimeOffset? BlockedAt { get; set; }

    public bool IsStaff => Roles.Contains(Http.Roles.Staff);

    public bool IsAdministrator => Roles.Contains(Http.Roles.Administrator);

    /// <summary>Somebody who signs in with an e-mail address that is known to be theirs.</summary>
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

    /// <summary>What other services learn of the person.</summary>
    public IEnumerable<object> State()
    {
        yield return new PersonRegistered { PersonId = Id, Version = Version, OccurredAt = ChangedAt, DisplayName = DisplayName };
        if (EverStaff)
        {
            yield return new StaffAppointed { PersonId = Id, Version = Version, OccurredAt = ChangedAt, DisplayName = DisplayName, Active = IsStaff };
        }
    }

    /// <summary>Gives or takes a role.</summary>
    /// <returns>False where nothing changes.</returns>
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

    /// <returns>False where nothing changes.</returns>
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

    /// <summary>What other services know from now on of somebody who is erased: nothing of who they were, and that they are nothing any more.</summary>
    public void Anonymise(DateTimeOffset at)
    {
        (DisplayName, Roles) = (NameOfErased, []);
        Changed(at);
    }

    /// <summary>Another way in: whoever saves at the same moment with what was before is refused, and every cookie is void.</summary>
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

/// <summary>A name in its Dutch parts, or whole.</summary>
internal sealed record PersonName(string Display, string? CallName = null, string? Prefix = null, string? Surname = null)
{
    /// <summary>The longest that each part may be, so that the whole fits.</summary>
    public const int LongestPart = 60;

    public static PersonName Of(string callName, string? prefix, string surname)
    {
        var (first, between, last) = (TextPolicy.Tidy(callName) ?? "", TextPolicy.Tidy(prefix), TextPolicy.Tidy(surname) ?? "");
        return new(string.Join(' ', new[] { first, between, last }.Where(part => part is not null)), first, between, last);
    }
}
