using Metropool.Hosting.Keysets;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

/// <summary>Everybody who works for the programme.</summary>
internal static class ListStaff
{
    private static readonly Keyset<Account> Order = Keyset.Ascending((Account account) => account.Id);

    public static async Task<Ok<Page<StaffMember>>> HandleAsync([AsParameters] Paging paging, IdentityDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok((await db.Users.AsNoTracking().Where(account => account.Roles.Contains(Http.Roles.Staff)).ToPageAsync(paging, Order, cancellationToken))
            .Select(account => new StaffMember(account.Id, account.DisplayName)));
}

/// <summary>Somebody who works for the programme.</summary>
/// <param name="PersonId">The person, in every service.</param>
/// <param name="DisplayName">The name as it is shown.</param>
internal sealed record StaffMember(Guid PersonId, string DisplayName);
