using Metropool.Hosting.Keysets;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Staff;

/// <summary>Lists staff and administrators.</summary>
internal static class ListStaff
{
    private static readonly Keyset<Account> Order = Keyset.Ascending((Account account) => account.Id);

    public static async Task<Ok<Page<StaffMemberSummary>>> HandleAsync(
        [AsParameters] Paging paging, IdentityDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok((await Staff(db).ToPageAsync(paging, Order, cancellationToken)).Select(View));

    public static async Task<Results<Ok<StaffMemberSummary>, ProblemHttpResult>> GetAsync(
        Guid personId, IdentityDbContext db, CancellationToken cancellationToken) =>
        await Staff(db).SingleOrDefaultAsync(account => account.Id == personId, cancellationToken) is { } account
            ? TypedResults.Ok(View(account))
            : Refusals.AppointmentUnknown.ToProblem();

    private static IQueryable<Account> Staff(IdentityDbContext db) =>
        db.Users.AsNoTracking().Where(account => account.Roles.Contains(Roles.Staff) || account.Roles.Contains(Roles.Administrator));

    private static StaffMemberSummary View(Account account) => new(account.Id, account.DisplayName, account.Roles);
}
