using Metropool.Hosting;
using Metropool.Http;
using Metropool.Identity.Invitations;
using Metropool.Identity.Links;
using Metropool.Identity.Organisations;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

/// <summary>
/// What an administrator or operations does to the account of another person. The owner is notified of each action, and it is recorded with the administrator
/// and the reason.
/// </summary>
internal sealed class AccountActions(
    IdentityDbContext db,
    Appointments appointments,
    OrganisationContacts contacts,
    SignInSessions sessions,
    SignInThrottle throttle,
    SecondFactors factors,
    AccountMails mails,
    TimeProvider time)
{
    /// <param name="personId">The owner of the account.</param>
    /// <param name="kind">The action.</param>
    /// <param name="by">The administrator; null for an operator.</param>
    /// <param name="reason">The reason, without personal data.</param>
    /// <param name="cancellationToken"></param>
    /// <returns>The refusal; null when it is done.</returns>
    public async Task<Refusal?> PerformAsync(Guid personId, AccountActionKind kind, Guid? by, string? reason, CancellationToken cancellationToken)
    {
        if (personId == by)
        {
            return Refusals.OwnAccount;
        }

        return await db.InTransactionAsync(
            async token =>
            {
                // Dismissals and erasures take the same lock: of two administrators who block each other, one remains.
                await appointments.LockAsync(token);
                if (await db.Users.SingleOrDefaultAsync(a => a.Id == personId, token) is not { } account)
                {
                    return Refusals.AccountUnknown;
                }

                if (await ApplyAsync(account, kind, token) is { } refusal)
                {
                    return refusal;
                }

                var now = time.GetUtcNow();
                db.AccountActions.Add(
                    new AccountAction { ActionId = Guid.CreateVersion7(now), PersonId = personId, Kind = kind, At = now, By = by, Reason = reason });
                mails.Changed(account, TextOf(kind));
                if (kind is AccountActionKind.Blocked or AccountActionKind.Unblocked)
                {
                    await contacts.ReevaluateAsync(await contacts.OrganisationsOfAsync(personId, token), token);
                }

                return null;
            },
            cancellationToken);
    }

    private async Task<Refusal?> ApplyAsync(Account account, AccountActionKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case AccountActionKind.Unlocked:
                await throttle.ResetAllAsync(account.Email!, withCodes: true, cancellationToken);
                return null;
            case AccountActionKind.SecondFactorsRemoved when !await factors.RemoveAllAsync(account, cancellationToken):
                return Refusals.NoSecondFactor;
            case AccountActionKind.Blocked when account.BlockedAt is not null:
                return Refusals.AccountBlocked;
            case AccountActionKind.Blocked when account.IsAdministrator && await appointments.IsLastAdministratorAsync(account.Id, cancellationToken):
                return Refusals.LastAdministrator;
            case AccountActionKind.Unblocked when account.BlockedAt is null:
                return Refusals.AccountNotBlocked;
            case AccountActionKind.Blocked or AccountActionKind.Unblocked:
                account.BlockedAt = kind == AccountActionKind.Blocked ? time.GetUtcNow() : null;
                break;
        }

        await sessions.EndAllAsync(account, except: null, cancellationToken);
        return null;
    }

    private static string TextOf(AccountActionKind kind) => kind switch
    {
        AccountActionKind.Unlocked => "Een beheerder heeft het inloggen op je account weer geopend.",
        AccountActionKind.SignedOut => "Een beheerder heeft je overal uitgelogd.",
        AccountActionKind.SecondFactorsRemoved =>
            "Een beheerder heeft de tweede stap bij het inloggen van je account verwijderd: de authenticator-app, de herstelcodes en de passkeys. "
            + "Je bent overal uitgelogd. Stel na het inloggen een nieuwe tweede stap in.",
        AccountActionKind.Blocked => "Een beheerder heeft je account geblokkeerd. Je bent overal uitgelogd, en kunt niet inloggen.",
        _ => "Je account is niet langer geblokkeerd: je kunt weer inloggen.",
    };
}
