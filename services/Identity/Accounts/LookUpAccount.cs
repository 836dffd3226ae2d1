using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Identity.Accounts;

/// <summary>Finds an account for an administrator.</summary>
internal static class LookUpAccount
{
    public static async Task<Results<Ok<FoundAccount>, ProblemHttpResult>> HandleAsync(
        AccountToFind request, Registrar registrar, SignInThrottle throttle, CancellationToken cancellationToken)
    {
        if (await registrar.FindAsync(request.Email, cancellationToken) is not { } account)
        {
            return Refusal.NotFound("identity.account-unknown", "There is no account with this address.").ToProblem();
        }

        var isLocked = await throttle.IsClosedAsync(account, cancellationToken);
        return TypedResults.Ok(new FoundAccount(account.Id, account.DisplayName, isLocked, account.BlockedAt is not null, account.TotpSecret is not null));
    }
}

/// <summary>An account to find.</summary>
/// <param name="Email">The address that they sign in with.</param>
internal sealed record AccountToFind([Required, EmailAddress, StringLength(EmailAddresses.Longest)] string Email);

/// <summary>An account, for an administrator.</summary>
/// <param name="PersonId">The person, in every service.</param>
/// <param name="DisplayName">The name as it is shown.</param>
/// <param name="Locked">Signing in is closed for a while, for at least one device or origin, after wrong passwords or codes.</param>
/// <param name="Blocked">Blocked by an administrator.</param>
/// <param name="HasAuthenticator">Whether the second step is an authenticator app.</param>
internal sealed record FoundAccount(Guid PersonId, string DisplayName, bool Locked, bool Blocked, bool HasAuthenticator);
