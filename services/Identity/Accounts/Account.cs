using Metropool.Contracts.Identity;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.Accounts;

/// <summary>A person with an account. The id is the person's in every service, and the <c>sub</c> of their tokens.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    public const int LongestName = 200;

    /// <summary>The name as it is shown: call name, prefix and surname.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The general roles: see <see cref="Roles"/>.</summary>
    public List<string> Roles { get; init; } = [];

    /// <summary>The organisation that an employer's contact speaks for.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>Rises with every change that other services see.</summary>
    public long Version { get; init; } = 1;

    /// <summary>When the account was made, in programme time, UTC.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When the person's public state last changed, in programme time, UTC.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    public bool IsStaff => Roles.Contains(Http.Roles.Staff);

    /// <summary>Somebody who signs in with an e-mail address.</summary>
    public static Account Register(Guid personId, string userName, string displayName, IEnumerable<string> roles, Guid? organisationId, DateTimeOffset at) => new()
    {
        Id = personId,
        UserName = userName,
        Email = userName,
        EmailConfirmed = true,
        LockoutEnabled = true,
        DisplayName = displayName,
        Roles = [.. roles],
        OrganisationId = organisationId,
        RegisteredAt = at,
        ChangedAt = at,
    };

    /// <summary>What other services learn of the person.</summary>
    public IEnumerable<object> State()
    {
        yield return new PersonRegistered { PersonId = Id, Version = Version, OccurredAt = ChangedAt, DisplayName = DisplayName };
        if (IsStaff)
        {
            yield return new StaffAppointed { PersonId = Id, Version = Version, OccurredAt = ChangedAt, DisplayName = DisplayName, Active = true };
        }
    }
}
