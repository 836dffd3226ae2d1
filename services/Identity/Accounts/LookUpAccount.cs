using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Identity.Accounts;

/// <summary>Finds an account by e-mail address, for an administrator.</summary>
internal static class LookUpAccount
{
    public static async Task<Results<Ok<AccountSummary>, ProblemHttpResult>> HandleAsync(
        LookUpAccountRequest request, AccountStore accountStore, SignInThrottle throttle, CancellationToken cancellationToken)
    {
        if (await accountStore.FindAsync(request.Email, cancellationToken) is not { } account)
        {
            return Refusals.AccountUnknown.ToProblem();
        }

        var isLocked = await throttle.IsLockedOutAsync(account, cancellationToken);
        return TypedResults.Ok(new AccountSummary(account.Id, account.DisplayName, isLocked, account.BlockedAt is not null, account.TotpSecret is not null));
    }
}

/// <summary>The account to find.</summary>
/// <param name="Email">The e-mail address of the account.</param>
internal sealed record LookUpAccountRequest([Required, EmailAddress, StringLength(EmailAddresses.MaxLength)] string Email);

/// <summary>An account, for an administrator.</summary>
/// <param name="PersonId">The id of the person in every service.</param>
/// <param name="DisplayName">The display name.</param>
/// <param name="Locked">Whether signing in is locked for at least one device or origin, after wrong passwords or codes.</param>
/// <param name="Blocked">Whether an administrator has blocked the account.</param>
/// <param name="HasAuthenticator">Whether the account has an authenticator app.</param>
internal sealed record AccountSummary(Guid PersonId, string DisplayName, bool Locked, bool Blocked, bool HasAuthenticator);
