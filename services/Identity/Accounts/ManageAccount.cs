using Metropool.Http;
using Metropool.Identity.Links;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

/// <summary>What an administrator does for the account of another.</summary>
internal static class ManageAccount
{
    private static Refusal Own { get; } = Refusal.Forbidden("identity.own-account", "Nobody does this to their own account: another administrator does, or the account page.");

    public static Refusal Unknown { get; } = Refusal.NotFound("identity.account-unknown", "There is no such account.");

    public static async Task<Results<NoContent, ProblemHttpResult>> UnlockAsync(
        Guid personId, Caller caller, IdentityDbContext db, Attempts attempts, AccountMails mails, CancellationToken cancellationToken)
    {
        if (personId == caller.PersonId)
        {
            return Own.ToProblem();
        }

        if (await db.Users.SingleOrDefaultAsync(a => a.Id == personId, cancellationToken) is not { } account)
        {
            return Unknown.ToProblem();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await attempts.ForgetAsync(account, cancellationToken);
        mails.Changed(account.Email!, "Een beheerder heeft het inloggen op je account weer geopend.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> SignOutAsync(
        Guid personId, Caller caller, IdentityDbContext db, SignInSessions sessions, AccountMails mails, CancellationToken cancellationToken)
    {
        if (personId == caller.PersonId)
        {
            return Own.ToProblem();
        }

        if (await db.Users.SingleOrDefaultAsync(a => a.Id == personId, cancellationToken) is not { } account)
        {
            return Unknown.ToProblem();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await sessions.EndAllAsync(account, except: null, cancellationToken);
        mails.Changed(account.Email!, "Een beheerder heeft je overal uitgelogd.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
