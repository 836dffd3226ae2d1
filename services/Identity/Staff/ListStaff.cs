using Metropool.Hosting.Keysets;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Staff;

/// <summary>Everybody who works for the programme.</summary>
internal static class ListStaff
{
    private static readonly Keyset<Account> Order = Keyset.Ascending((Account account) => account.Id);

    public static async Task<Ok<Page<StaffMember>>> HandleAsync([AsParameters] Paging paging, IdentityDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok((await db.Users.AsNoTracking()
            .Where(account => account.Roles.Contains(Roles.Staff) || account.Roles.Contains(Roles.Administrator))
            .ToPageAsync(paging, Order, cancellationToken))
            .Select(account => new StaffMember(account.Id, account.DisplayName, account.Roles)));
}
