using Metropool.Hosting.Keysets;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Identity.Accounts;

/// <summary>Everybody who works for the programme.</summary>
internal static class ListStaff
{
    private static readonly Keyset<StaffMember> Order = Keyset.Ascending((StaffMember member) => member.PersonId);

    public static async Task<Ok<Page<StaffMember>>> HandleAsync([AsParameters] Paging paging, IdentityDbContext db, CancellationToken cancellationToken) => TypedResults.Ok(await db.Users
        .Where(account => account.Roles.Contains(Http.Roles.Staff))
        .Select(account => new StaffMember(account.Id, account.DisplayName))
        .ToPageAsync(paging, Order, cancellationToken));
}

/// <summary>Somebody who works for the programme.</summary>
/// <param name="PersonId">The person, in every service.</param>
/// <param name="DisplayName">The name as it is shown.</param>
internal sealed record StaffMember(Guid PersonId, string DisplayName);
