using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Staff;

/// <summary>Everybody who works for the programme.</summary>
internal static class ListStaff
{
    public static async Task<Ok<List<StaffMember>>> HandleAsync(IdentityDbContext db, CancellationToken cancellationToken) => TypedResults.Ok(await db.Users
        .Where(account => account.Roles.Contains(Roles.Staff) || account.Roles.Contains(Roles.Administrator))
        .OrderBy(account => account.DisplayName).ThenBy(account => account.Id)
        .Select(account => new StaffMember(account.Id, account.DisplayName, account.Roles))
        .ToListAsync(cancellationToken));
}
