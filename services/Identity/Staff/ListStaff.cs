using Metropool.Hosting.Keysets;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Invitations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Staff;

/// <summary>Everybody who works for the programme.</summary>
internal static class ListStaff
{
    private static readonly Keyset<Account> Order = Keyset.Ascending((Account account) => account.Id);

    public static async Task<Ok<Page<StaffMember>>> HandleAsync([AsParameters] Paging paging, IdentityDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok((await Staff(db).ToPageAsync(paging, Order, cancellationToken)).Select(View));

    public static async Task<Results<Ok<StaffMember>, ProblemHttpResult>> GetAsync(Guid personId, IdentityDbContext db, CancellationToken cancellationToken) =>
        await Staff(db).SingleOrDefaultAsync(account => account.Id == personId, cancellationToken) is { } account ? TypedResults.Ok(View(account)) : Appointments.Unknown.ToProblem();

    private static IQueryable<Account> Staff(IdentityDbContext db) =>
        db.Users.AsNoTracking().Where(account => account.Roles.Contains(Roles.Staff) || account.Roles.Contains(Roles.Administrator));

    private static StaffMember View(Account account) => new(account.Id, account.DisplayName, account.Roles);
}
