using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

/// <summary>Everybody who works for the programme.</summary>
internal static class ListStaff
{
    public static async Task<Ok<List<StaffMember>>> HandleAsync(IdentityDbContext db, CancellationToken cancellationToken) => TypedResults.Ok(await db.Users
        .Where(account => account.Roles.Contains(Http.Roles.Staff))
        .OrderBy(account => account.DisplayName).ThenBy(account => account.Id)
        .Select(account => new StaffMember(account.Id, account.DisplayName))
        .ToListAsync(cancellationToken));
}

/// <summary>Somebody who works for the programme.</summary>
/// <param name="PersonId">The person, in every service.</param>
/// <param name="DisplayName">The name as it is shown.</param>
internal sealed record StaffMember(Guid PersonId, string DisplayName);
